package io.millrace.jobs.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * What a part of the input has. It comes from its task as bytes of its own, since a session may use
 * a serializer that knows no records.
 *
 * @param problem what is wrong with the first record that is no JSON object, and where, or null
 * @param records how many there are
 * @param others how many of them are no JSON objects
 */
record JsonPart(JsonShape shape, String problem, long records, long others)
    implements Serializable {

  /** This part and the one behind it. */
  JsonPart with(JsonPart next) {
    shape.merge(next.shape);
    return new JsonPart(
        shape,
        problem == null ? next.problem : problem,
        records + next.records,
        others + next.others);
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static JsonPart of(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (JsonPart) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
