package io.millrace.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.support.Keys;
import io.millrace.support.SparkExtension;
import io.millrace.udf.TokenKind;
import io.millrace.udf.keys.KeyReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with keys is told when a step is made or planned, before a row is read. */
@ExtendWith(SparkExtension.class)
class KeyMistakesTest {

  @TempDir private Path folder;

  private static final Map<String, String> COLUMNS = Map.of("ssn", "token");
  private static final Optional<TokenKind> SSN = Optional.of(TokenKind.SSN);

  private void refused(SparkSession spark, KeyReference key, String message) {
    HashColumns step = new HashColumns(COLUMNS, TokenKind.SSN, key);
    // Reading this row would fail with another message.
    var rows = spark.sql("select cast(raise_error('a row was read') as string) as ssn");
    assertThatThrownBy(() -> step.apply(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("hash-columns: the key '" + key + "' " + message);
  }

  @Test
  void aKeyThatCannotBeHadStopsTheStepBeforeARowIsRead(SparkSession spark) {
    refused(
        spark,
        new KeyReference("env:MILLRACE_NO_SUCH_KEY"),
        "is missing: the environment variable MILLRACE_NO_SUCH_KEY is not set in this process; set it for the driver and every executor, keep the key in AWS Secrets Manager, or make a new one with: export MILLRACE_NO_SUCH_KEY=$(openssl rand -hex 32)");
    refused(
        spark,
        new KeyReference("file:" + folder.resolve("none")),
        "is missing: this machine has no such file; put it on the driver's machine and on every executor's, or make a new one with: (set -C; umask 077; openssl rand -hex 32 > "
            + folder.resolve("none")
            + ")");
    refused(
        spark,
        Keys.file(folder, "open", Keys.hex(1), "rw-r--r--"),
        "may be used by others than its owner (rw-r--r--); run chmod 600 on it, and make a new key if others had a chance to read this one");
    refused(
        spark,
        Keys.file(folder, "short", "00112233445566778899aabbccddeeff", "rw-------"),
        "has 16 bytes, and needs at least 32 random ones; make one with: openssl rand -hex 32");
    refused(
        spark,
        Keys.file(folder, "word", "open sesame", "rw-------"),
        "is neither hexadecimal nor base64 text; make one with: openssl rand -hex 32");
  }

  private static HashColumns step(
      HashAlgorithm algorithm,
      Optional<TokenKind> kind,
      Optional<KeyReference> key,
      Map<String, KeyReference> keys,
      String current,
      String keyId) {
    return new HashColumns(
        COLUMNS,
        kind,
        Map.of(),
        algorithm,
        key,
        keys,
        Optional.ofNullable(current),
        Optional.ofNullable(keyId),
        OnUnfit.REJECT,
        OnUnfit.NULL);
  }

  private static void wrong(
      String message,
      Optional<TokenKind> kind,
      boolean key,
      Map<String, KeyReference> keys,
      String current,
      String keyId) {
    Optional<KeyReference> given = key ? Optional.of(new KeyReference("env:A")) : Optional.empty();
    assertThatThrownBy(() -> step(HashAlgorithm.HMAC_SHA_256, kind, given, keys, current, keyId))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void parametersThatDoNotGoTogetherAreRefused() {
    Map<String, KeyReference> two = new LinkedHashMap<>();
    two.put("v1", new KeyReference("env:A"));
    two.put("v2", new KeyReference("env:B"));
    wrong(
        "hmac-sha-256 needs a key, by where it is kept, such as key = \"env:TOKEN_KEY\", \"file:PATH\" or \"aws-secretsmanager:NAME\"",
        SSN,
        false,
        Map.of(),
        null,
        null);
    wrong("either key or keys, not both", SSN, true, two, "v1", null);
    wrong("current must say which of v1, v2 makes the tokens", SSN, false, two, null, null);
    wrong("current is 'v3' but must be one of v1, v2", SSN, false, two, "v3", null);
    wrong("current is one of keys, and there are none", SSN, true, Map.of(), "v1", null);
    wrong(
        "key-id tells which of keys made a token; give keys", SSN, true, Map.of(), null, "key_id");
    wrong(
        "keys: 'v:1' must be of letters, digits and _: it stands in tokens and names of columns",
        SSN,
        false,
        Map.of("v:1", new KeyReference("env:A")),
        null,
        null);
    wrong(
        "kind must say what ssn holds, ssn, card, email, phone or text; where columns differ, kinds { ssn = … }",
        Optional.empty(),
        true,
        Map.of(),
        null,
        null);
    assertThatThrownBy(
            () ->
                step(
                    HashAlgorithm.SHA_256,
                    SSN,
                    Optional.of(new KeyReference("env:A")),
                    Map.of(),
                    null,
                    null))
        .hasMessage(
            "sha-256 uses no key; leave algorithm out to hash with one, or leave out key, keys, current and key-id");
  }

  @Test
  void onlyPlainHashesAreWarnedOf() {
    assertThat(new HashColumns(COLUMNS, HashAlgorithm.SHA_256).warnings())
        .containsExactly(
            "sha-256 uses no key: whoever tries all social security numbers, in minutes on one core, or all card numbers finds those behind the hashes; leave algorithm out and give a key");
    assertThat(new HashColumns(COLUMNS, TokenKind.SSN, new KeyReference("env:A")).warnings())
        .isEmpty();
  }
}
