package io.millrace.udf.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where keys are kept, and what is no key. */
class TokenKeyTest {

  private static final String HEX =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  private static final KeyReference SOME = new KeyReference("env:SOME_KEY");

  @TempDir private Path folder;

  private KeyReference file(byte[] content, String mode) throws IOException {
    Path file = Files.write(folder.resolve("token.key"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return new KeyReference("file:" + file);
  }

  private KeyReference file(String content, String mode) throws IOException {
    return file(content.getBytes(StandardCharsets.UTF_8), mode);
  }

  @ParameterizedTest
  @CsvSource({"rw-------", "r--------", "rwx------"})
  void aFileOfItsOwnerAloneHoldsAKeyInHexadecimalOrBase64(String mode) throws IOException {
    TokenKey hex = TokenKey.of(file(HEX + "\n", mode));
    byte[] bytes = HexFormat.of().parseHex(HEX);
    assertThat(hex.check()).matches("[0-9a-f]{8}");
    for (String same :
        new String[] {
          HEX.toUpperCase(java.util.Locale.ROOT),
          " " + HEX + "\r\n\n",
          Base64.getEncoder().encodeToString(bytes),
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
        }) {
      assertThat(KeyText.decode(SOME, same)).as(same).isEqualTo(bytes);
    }
  }

  @Test
  void aKeyIsFetchedOncePerProcess() throws IOException {
    KeyReference reference = file(HEX, "rw-------");
    TokenKey first = TokenKey.of(reference);
    Files.delete(folder.resolve("token.key"));
    assertThat(TokenKey.of(new KeyReference(reference.text()))).isSameAs(first);
  }

  @Test
  void oneThatIsMissingIsAskedForAgain() throws IOException {
    KeyReference reference = new KeyReference("file:" + folder.resolve("token.key"));
    assertThatThrownBy(() -> TokenKey.of(reference))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessage(
            "the key '%s' is missing: this machine has no such file; put it on the driver's machine and on every executor's, or make a new one with: (set -C; umask 077; openssl rand -hex 32 > %s)"
                .formatted(reference, folder.resolve("token.key")));
    file(HEX, "rw-------");
    assertThat(TokenKey.of(reference).check()).hasSize(8);
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--", "rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw------x"})
  void aFileThatOthersMayUseIsRefused(String mode) throws IOException {
    KeyReference reference = file(HEX, mode);
    assertThatThrownBy(() -> TokenKey.of(reference))
        .hasMessage(
            "the key '%s' may be used by others than its owner (%s); run chmod 600 on it, and make a new key if others had a chance to read this one"
                .formatted(reference, mode));
  }

  @Test
  void aFolderOrALargeFileOrRawBytesAreNoKey() throws IOException {
    KeyReference raw = file(HexFormat.of().parseHex(HEX), "rw-------");
    assertThatThrownBy(() -> TokenKey.of(raw))
        .hasMessageEndingWith(
            "is neither hexadecimal nor base64 text; make one with: openssl rand -hex 32");
    KeyReference large = file("a".repeat(5000), "rw-------");
    assertThatThrownBy(() -> TokenKey.of(large))
        .hasMessageEndingWith("is a file of more than 4096 bytes, which holds no key");
    assertThatThrownBy(() -> TokenKey.of(new KeyReference("file:" + folder)))
        .hasMessageEndingWith("is no regular file");
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "'  ', is empty",
    "0011, 'has 2 bytes, and needs at least 32 random ones'",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e, 'has 31 bytes, and'",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1, is neither",
    "correct horse battery staple, is neither",
    "c2hvcnQ=, 'has 5 bytes, and'",
    "c2hvcnQ*, is neither"
  })
  void aTextThatIsNoKeyIsRefusedAndNotRepeated(String text, String problem) {
    assertThatThrownBy(() -> KeyText.decode(SOME, text))
        .isInstanceOf(KeyUnavailableException.class)
        .hasNoCause()
        .message()
        .startsWith("the key 'env:SOME_KEY' " + problem)
        .endsWith("make one with: openssl rand -hex 32")
        .satisfies(message -> assertThat(message).doesNotContain(text.isBlank() ? "\u0000" : text));
  }

  @Test
  void aVariableHoldsAKeyOrIsMissing() {
    assertThat(EnvironmentKey.fetch(SOME, "SOME_KEY", Map.of("SOME_KEY", HEX)::get)).isEqualTo(HEX);
    assertThatThrownBy(() -> EnvironmentKey.fetch(SOME, "SOME_KEY", name -> null))
        .hasMessage(
            "the key 'env:SOME_KEY' is missing: the environment variable SOME_KEY is not set in this process; set it for the driver and every executor, keep the key in AWS Secrets Manager, or make a new one with: export SOME_KEY=$(openssl rand -hex 32)");
    assertThatThrownBy(() -> TokenKey.of(new KeyReference("env:MILLRACE_NO_SUCH_KEY")))
        .hasMessageContaining("MILLRACE_NO_SUCH_KEY is not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "",
        "env:",
        "env:NOT A NAME",
        "env:0123",
        "ENV:KEY",
        "file:",
        "vault:key",
        "kms:alias/key",
        "secretsmanager:key"
      })
  void aTextThatIsNoReferenceIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> new KeyReference(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a key is given by where it is kept, env:NAME, file:PATH or aws-secretsmanager:NAME; the key itself must not stand here");
  }

  @Test
  void anotherKeyThanTheDriversIsRefused() throws IOException {
    KeyReference reference = file(HEX, "rw-------");
    TokenKey key = TokenKey.of(reference);
    key.require(key.check(), reference);
    assertThatThrownBy(() -> key.require("00000000", reference))
        .hasMessage(
            "the key '%s' is another one in this process than on the driver, so its tokens would join with nothing; keep the same key everywhere"
                .formatted(reference));
  }
}
