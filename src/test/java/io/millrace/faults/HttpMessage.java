package io.millrace.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A request or an answer of HTTP 1.1, its body as it came (RFC 9112, sections 2 and 6).
 *
 * @param line the first one
 */
record HttpMessage(String line, List<String> headers, byte[] body) {

  /** The first line and the headers; null where the other side has nothing more to say. */
  static HttpMessage head(InputStream in) throws IOException {
    String line = line(in);
    if (line == null) {
      return null;
    }
    List<String> headers = new ArrayList<>();
    for (String next = line(in); next != null && !next.isEmpty(); next = line(in)) {
      headers.add(next);
    }
    return new HttpMessage(line, headers, new byte[0]);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return bytes.size() == 0 ? null : bytes.toString(ISO_8859_1);
      }
      bytes.write(next);
    }
    String line = bytes.toString(ISO_8859_1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /** With its body, for one that has any. */
  HttpMessage whole(InputStream in, boolean isAnswer) throws IOException {
    byte[] read;
    if ("chunked".equalsIgnoreCase(header("transfer-encoding"))) {
      read = chunks(in);
    } else if (header("content-length") != null) {
      read = exactly(in, Integer.parseInt(header("content-length")));
    } else {
      read = isAnswer ? in.readAllBytes() : new byte[0];
    }
    return new HttpMessage(line, headers, read);
  }

  private static byte[] exactly(InputStream in, int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException("a body ends after %s of %s bytes".formatted(read.length, bytes));
    }
    return read;
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      String size = line(in);
      if (size == null) {
        throw new EOFException("a body ends before its last chunk");
      }
      all.write((size + "\r\n").getBytes(ISO_8859_1));
      int bytes = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
      if (bytes > 0) {
        all.write(exactly(in, bytes + 2));
      } else {
        for (String trailer = line(in); trailer != null; trailer = line(in)) {
          all.write((trailer + "\r\n").getBytes(ISO_8859_1));
          if (trailer.isEmpty()) {
            return all.toByteArray();
          }
        }
        throw new EOFException("a body ends in its trailers");
      }
    }
  }

  /** The value of a header; null if it is not there. */
  String header(String name) {
    return headers.stream()
        .filter(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(header -> header.substring(name.length() + 1).strip())
        .findFirst()
        .orElse(null);
  }

  HttpMessage without(String name) {
    List<String> rest =
        headers.stream()
            .filter(header -> !header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
            .toList();
    return new HttpMessage(line, rest, body);
  }

  int status() {
    return Integer.parseInt(line.split(" ", 3)[1]);
  }

  /** Writes the head and some of the body. */
  void write(OutputStream out, int bytes) throws IOException {
    out.write((line + "\r\n" + String.join("\r\n", headers)).getBytes(ISO_8859_1));
    out.write((headers.isEmpty() ? "\r\n" : "\r\n\r\n").getBytes(ISO_8859_1));
    out.write(body, 0, bytes);
    out.flush();
  }
}
