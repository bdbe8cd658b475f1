/** What is sent until there is a microphone: a call that is had again must not wait for one. */
export function silence(): MediaStream {
  const context = new AudioContext();
  const { stream } = context.createMediaStreamDestination();
  const [track] = stream.getAudioTracks();
  if (track === undefined) return stream;
  const stop = track.stop.bind(track);
  track.stop = () => {
    stop();
    void context.close();
  };
  return stream;
}
