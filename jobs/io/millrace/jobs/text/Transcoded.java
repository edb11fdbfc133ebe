package io.millrace.jobs.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of any encoding as UTF-8. What is malformed becomes the byte FF, which no UTF-8 holds, so
 * the record is found out later instead of being changed in silence.
 */
final class Transcoded extends InputStream {

  private static final byte MALFORMED = (byte) 0xff;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer source = ByteBuffer.allocate(1 << 16).flip();
  private final CharBuffer chars = CharBuffer.allocate(1 << 16);
  private ByteBuffer ready = ByteBuffer.allocate(0);
  private boolean ended;
  private boolean flushed;

  Transcoded(InputStream in, Charset charset) {
    this.in = in;
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (!ready.hasRemaining()) {
      if (flushed) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, ready.remaining());
    ready.get(target, offset, count);
    return count;
  }

  private void decode() throws IOException {
    if (!ended) {
      source.compact();
      int count = in.read(source.array(), source.position(), source.remaining());
      ended = count < 0;
      source.position(source.position() + Math.max(0, count)).flip();
    }
    CoderResult result = decoder.decode(source, chars, ended);
    if (result.isUnderflow() && ended) {
      decoder.flush(chars);
      flushed = true;
    }
    if (result.isError()) {
      source.position(source.position() + result.length());
    }
    chars.flip();
    ByteBuffer encoded = encode(result.isError() ? 1 : 0);
    if (result.isError()) {
      encoded.limit(encoded.limit() + 1);
      encoded.put(encoded.limit() - 1, MALFORMED);
    }
    ready = encoded;
  }

  /** The characters as UTF-8, with room for {@code spare} bytes more; decoders end on pairs. */
  private ByteBuffer encode(int spare) {
    byte[] bytes = chars.toString().getBytes(StandardCharsets.UTF_8);
    chars.clear();
    ByteBuffer encoded = ByteBuffer.allocate(bytes.length + spare);
    encoded.put(bytes).flip();
    return encoded;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
