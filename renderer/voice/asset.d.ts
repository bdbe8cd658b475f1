declare module '*.wav?url&no-inline' {
  const url: string;
  export default url;
}
declare module '*.js?url&no-inline' {
  const url: string;
  export default url;
}
declare module '*.wasm?url&no-inline' {
  const url: string;
  export default url;
}
declare module '*.ogg?url&no-inline' {
  const url: string;
  export default url;
}
