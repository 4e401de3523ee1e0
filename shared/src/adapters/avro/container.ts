/** `Obj` and the version of the format, with which every object container file begins. */
export const containerMagic = new Uint8Array([0x4f, 0x62, 0x6a, 0x01]);

/** Bytes of the marker between blocks. */
export const syncBytes = 16;

/** No block is larger, packed or not: neither memory nor a damaged length goes beyond it. */
export const mostBlockBytes = 256 * 1024 * 1024;
