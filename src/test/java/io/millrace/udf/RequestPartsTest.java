package io.millrace.udf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPartsTest {

  @ParameterizedTest(name = "[{index}] {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "null",
      textBlock =
          """
          GET /petstore/Cats/Treats                     | GET    | petstore  | Cats    | Treats
          "GET /petstore/Cats/Treats"                   | GET    | petstore  | Cats    | Treats
          ` " GET /petstore/Cats/Treats " `             | GET    | petstore  | Cats    | Treats
          `  GET   /petstore/Cats/Treats   HTTP/1.1  `  | GET    | petstore  | Cats    | Treats
          "GET /petstore/Cats/Treats HTTP/1.1"          | GET    | petstore  | Cats    | Treats
          PUT /petstore/Cats/Treats/a/b/c               | PUT    | petstore  | Cats    | Treats
          GET /petstore/Cats/Treats/                    | GET    | petstore  | Cats    | Treats
          GET /petstore/Cats                            | GET    | petstore  | Cats    | null
          GET /petstore/                                | GET    | petstore  | null    | null
          GET /                                         | GET    | null      | null    | null
          GET                                           | GET    | null      | null    | null
          GET HTTP/1.0                                  | GET    | null      | null    | null
          GET /petstore/Cats?size=3/4&x=y HTTP/2        | GET    | petstore  | Cats    | null
          GET /petstore/Cats#a/b                        | GET    | petstore  | Cats    | null
          GET /petstore?q                               | GET    | petstore  | null    | null
          GET ?q=/a                                     | GET    | null      | null    | null
          GET petstore/Cats/Treats                      | GET    | petstore  | Cats    | Treats
          GET http://host:80/petstore/Cats HTTP/1.1     | GET    | petstore  | Cats    | null
          GET https://host                              | GET    | null      | null    | null
          GET http://host?x=/a/b                        | GET    | null      | null    | null
          http://host/petstore/Cats                     | null   | petstore  | Cats    | null
          /petstore/Cats                                | null   | petstore  | Cats    | null
          /petstore/Cats HTTP/1.1                       | null   | petstore  | Cats    | null
          petstore/Cats                                 | null   | petstore  | Cats    | null
          GET //Cats///x                                | GET    | null      | Cats    | null
          GET /petstore/Cat Food/Treats HTTP/1.1        | GET    | petstore  | Cat Food| Treats
          OPTIONS * HTTP/1.1                            | OPTIONS| null      | null    | null
          GET /pet%2Fstore/%43ats                       | GET    | pet%2Fstore | %43ats| null
          GÉT /żółw/猫/😀?é                              | GÉT    | żółw      | 猫       | 😀
          get /a/b/c                                    | get    | a         | b       | c
          -                                             | null   | null      | null    | null
          "-"                                           | null   | null      | null    | null
          ``                                            | null   | null      | null    | null
          `   `                                         | null   | null      | null    | null
          `""`                                          | null   | null      | null    | null
          `"`                                           | `"`    | null      | null    | null
          null                                          | null   | null      | null    | null
          """)
  void splitsARequestLine(String request, String type, String domain, String page, String sub) {
    assertThat(parts(RequestParts.invoke(UTF8String.fromString(request))))
        .as("parts of <%s>", request)
        .containsExactly(type, domain, page, sub);
  }

  @Test
  void readsATabAsABlank() {
    assertThat(parts(RequestParts.invoke(UTF8String.fromString("\tGET\t/a/b\tHTTP/1.1\r\n"))))
        .containsExactly("GET", "a", "b", null);
  }

  @Test
  void looksAtNothingOutsideItsSlice() {
    byte[] text = "x\"GET /petstore/Cats/Treats/y".getBytes(StandardCharsets.UTF_8);
    int length = "GET /petstore/Cats".length();
    UTF8String slice = UTF8String.fromAddress(text, Platform.BYTE_ARRAY_OFFSET + 2, length);

    InternalRow row = RequestParts.invoke(slice);

    assertThat(parts(row)).containsExactly("GET", "petstore", "Cats", null);
    assertThat(row.getUTF8String(2).getBaseObject()).as("memory of the part").isSameAs(text);
  }

  private static String[] parts(InternalRow row) {
    String[] parts = new String[4];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = row.isNullAt(i) ? null : row.getUTF8String(i).toString();
    }
    return parts;
  }
}
