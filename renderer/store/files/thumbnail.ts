import { Thumbnail } from '../../../domain/file/file.ts';

/** Longest side, in pixels, and quality: from the best that may fit to the least that is worth having. */
const tries = [
  { side: 200, quality: 0.7 },
  { side: 160, quality: 0.55 },
  { side: 112, quality: 0.5 },
  { side: 80, quality: 0.4 },
] as const;

/** A small picture of a picture, in base64; null where there is none to make, or nothing here that draws. */
export async function thumbnailOf(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Thumbnail | null> {
  if (!type.startsWith('image/') || typeof OffscreenCanvas === 'undefined') return null;
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type }));
    try {
      for (const { side, quality } of tries) {
        const small = Thumbnail.safeParse(await drawn(picture, side, quality));
        if (small.success) return small.data;
      }
    } finally {
      picture.close();
    }
  } catch {
    // No picture, whatever it says that it is.
  }
  return null;
}

async function drawn(picture: ImageBitmap, side: number, quality: number): Promise<string> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((length) => Math.max(1, Math.round(length * scale)));
  const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
  const binary = Array.from(new Uint8Array(await blob.arrayBuffer()), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary);
}
