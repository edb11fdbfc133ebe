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
                .addSerializer(new Masked(false))
                .addKeySerializer(String.class, new Masked(true)));
  }

  private static final class Masked extends StdSerializer<String> {

    private static final long serialVersionUID = 1;

    private final boolean key;

    /** Of values, or of keys of maps, which may be the text of a condition. */
    Masked(boolean key) {
      super(String.class);
      this.key = key;
    }

    @Override
    public void serialize(String text, JsonGenerator out, SerializerProvider all)
        throws IOException {
      if (key) {
        out.writeFieldName(JobFiles.masked(text));
      } else {
        out.writeString(JobFiles.masked(text));
      }
    }
  }
}
