package io.millrace.jobs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.millrace.jobs.config.JobFiles;
import java.io.IOException;

/** JSON for people, and for those they show it to: no text in it has the credentials of a URL. */
final class MaskedJson {

  private MaskedJson() {}

  static ObjectMapper mapper() {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .registerModule(
            new SimpleModule()
                .addSerializer(new Masked())
                .addKeySerializer(String.class, new Key()));
  }

  /** Of maps, whose keys may be the text of a condition. */
  private static final class Key extends StdSerializer<String> {

    private static final long serialVersionUID = 1;

    Key() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator out, SerializerProvider all)
        throws IOException {
      out.writeFieldName(JobFiles.masked(text));
    }
  }

  private static final class Masked extends StdSerializer<String> {

    private static final long serialVersionUID = 1;

    Masked() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator out, SerializerProvider all)
        throws IOException {
      out.writeString(JobFiles.masked(text));
    }
  }
}
