declare module 'swagger-ui-dist/absolute-path.js' {
  /** The folder that holds the package's files; in a bundle, the bundle's own. */
  export default function absolutePath(): string;
}
