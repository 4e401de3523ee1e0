import { sep } from 'node:path';
import { invalid } from './api-error.ts';

/**
 * How an object's name becomes a path below its bucket's folder. Every segment is its own file
 * name, so that `ls` and `cp` work. A segment that a file system can't hold, or that hand-made
 * files of that kind are passed over for, is written behind `%~`, with `%` and NUL in it as
 * `%25` and `%00`: `folder/` is `folder/%~`, `a//b` is `a/%~/b`, `.hidden` is `%~.hidden`.
 */
const mark = '%~';
const longestSegmentBytes = 255;
const longestNameBytes = 1024;

/** Hidden files, and editors' and copiers' work files: no objects when they are put there by hand. */
const isPassedOver = (segment: string) => segment.startsWith('.') || segment.endsWith('~');

function toFileName(segment: string): string {
  const isPlain =
    segment !== '' &&
    !isPassedOver(segment) &&
    !segment.startsWith(mark) &&
    !segment.includes('\0');
  if (isPlain) return segment;
  return mark + segment.replaceAll('%', '%25').replaceAll('\0', '%00');
}

function toSegment(fileName: string): string | undefined {
  if (!fileName.startsWith(mark)) return isPassedOver(fileName) ? undefined : fileName;
  const segment = fileName.slice(mark.length).replaceAll('%00', '\0').replaceAll('%25', '%');
  return toFileName(segment) === fileName ? segment : undefined;
}

/** Throws `invalid` for a name that Cloud Storage refuses too, or with a segment over 255 bytes. */
export function toFilePath(objectName: string): string {
  const bytes = Buffer.byteLength(objectName);
  if (bytes === 0) throw invalid('An object needs a name.');
  if (bytes > longestNameBytes) throw invalid('An object name has at most 1024 bytes.');
  if (/[\r\n]/.test(objectName)) {
    throw invalid('An object name holds no carriage return or line feed.');
  }
  if (objectName === '.' || objectName === '..') {
    throw invalid(`No object may be named ${objectName}`);
  }
  if (!objectName.isWellFormed()) throw invalid('An object name is valid Unicode.');
  const fileNames = objectName.split('/').map(toFileName);
  const tooLong = fileNames.find((fileName) => Buffer.byteLength(fileName) > longestSegmentBytes);
  if (tooLong !== undefined) {
    throw invalid(
      `The local Cloud Storage keeps objects as files: no part of a name between slashes may be over 255 bytes, as ${tooLong.slice(0, 40)}... is.`,
    );
  }
  return fileNames.join(sep);
}

/** The name of the object kept at a path below its bucket's folder; undefined for what is passed over. */
export function toObjectName(filePath: string): string | undefined {
  const segments = filePath.split(sep).map(toSegment);
  if (segments.includes(undefined)) return undefined;
  const name = segments.join('/');
  const isName = Buffer.byteLength(name) <= longestNameBytes && !/[\r\n\uFFFD]/.test(name);
  return isName ? name : undefined;
}
