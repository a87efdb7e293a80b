/** The longest frame a client may send; longer messages come in several frames (DG/apigateway-execution-service-websocket-limits-table). */
export const FRAME_LIMIT = 32 * 1024;
/** The longest message. */
export const MESSAGE_LIMIT = 128 * 1024;

const LONGEST_HEADER = 14;

/**
 * Follows the frames of a byte stream by their headers alone. The WebSocket library limits messages, not frames. Frames of
 * compressed messages count as they come, packed; the limit of messages is that of what they hold [inferred].
 */
export class FrameMeter {
  #header: Buffer | undefined;
  /** Bytes of the current frame that are still to come. */
  #left = 0;

  /** Takes the next bytes; true when one of the frames in them is longer than the limit. */
  exceeds(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left > 0) {
        const skipped = Math.min(this.#left, chunk.length - at);
        this.#left -= skipped;
        at += skipped;
        continue;
      }
      const known = this.#header?.length ?? 0;
      const header = this.#collect(chunk, at);
      const size = headerSize(header);
      if (size === undefined || header.length < size) {
        this.#header = Buffer.from(header);
        return false;
      }
      this.#header = undefined;
      at += size - known;
      const length = payloadLength(header);
      if (length > FRAME_LIMIT) return true;
      this.#left = length;
    }
    return false;
  }

  #collect(chunk: Buffer, at: number): Buffer {
    const fresh = chunk.subarray(at, at + LONGEST_HEADER - (this.#header?.length ?? 0));
    return this.#header === undefined ? fresh : Buffer.concat([this.#header, fresh]);
  }
}

/** Two bytes, the extended length, the mask's key (RFC 6455 §5.2); undefined while that cannot be told. */
function headerSize(header: Buffer): number | undefined {
  const second = header[1];
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
  return 2 + extended + ((second & 0x80) === 0 ? 0 : 4);
}

function payloadLength(header: Buffer): number {
  const short = (header[1] ?? 0) & 0x7f;
  if (short === 126) return header.readUInt16BE(2);
  return short === 127 ? Number(header.readBigUInt64BE(2)) : short;
}
