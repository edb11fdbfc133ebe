package io.millrace.transforms;

import static io.millrace.support.Table.rows;
import static io.millrace.support.Table.table;
import static io.millrace.support.Table.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.SparkExtension;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plain hashes, against values computed elsewhere. */
@ExtendWith(SparkExtension.class)
class HashColumnsTest {

  private static Dataset<Row> profiles(SparkSession spark) {
    return rows(
        spark,
        """
        username string | password string | age int
        ontistesns0     | ettttoette6     | 35
        Zoë             | null            | 1
        """);
  }

  @Test
  void hashesAreAddedBehindAndNullStaysNull(SparkSession spark) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("username", "hash_user");
    columns.put("Password", "hash_password");
    assertThat(text(new HashColumns(columns, HashAlgorithm.SHA_256).apply(profiles(spark))))
        .isEqualTo(
            table(
                """
                username string | password string | age int | hash_user string | hash_password string
                ontistesns0 | ettttoette6 | 35 | d9def3a57f32c0547bdb2864b807e0433ffdb2490c77459587817338e3ec2d41 | 2daabe735841362fb524824f6092ab67297d31e623898bfd7157f391cc3b3ff4
                Zoë | null | 1 | ZOE | null
                """
                    .replace("ZOE", sha256("Zoë"))));
  }

  @Test
  void theSameNameReplacesTheColumnAtItsPlace(SparkSession spark) {
    HashColumns step = new HashColumns(Map.of("username", "username"), HashAlgorithm.SHA_256);
    assertThat(text(step.apply(profiles(spark).where("age = 35"))))
        .isEqualTo(
            table(
                """
                username string | password string | age int
                d9def3a57f32c0547bdb2864b807e0433ffdb2490c77459587817338e3ec2d41 | ettttoette6 | 35
                """));
  }

  @Test
  void namesThatAreTakenAndColumnsThatAreNoStringsAreRefused(SparkSession spark) {
    assertThatThrownBy(
            () ->
                new HashColumns(Map.of("username", "AGE"), HashAlgorithm.SHA_256)
                    .apply(profiles(spark)))
        .hasMessage(
            "hash-columns: the hash of username would be called 'AGE', as a column of the input is; choose another name");
    assertThatThrownBy(
            () -> new HashColumns(Map.of("age", "a"), HashAlgorithm.SHA_256).apply(profiles(spark)))
        .hasMessage("hash-columns: column age is int but must be string");
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return java.util.HexFormat.of().formatHex(hash);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
