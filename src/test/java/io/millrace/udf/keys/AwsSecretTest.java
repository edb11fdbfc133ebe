package io.millrace.udf.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys in AWS Secrets Manager, through the real SDK. */
class AwsSecretTest {

  private static final String HEX =
      "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

  private SecretStore store;

  @BeforeEach
  void open() throws IOException {
    store = new SecretStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aSecretIsTheKeyOrHoldsItInAField() {
    store.put("prod/tokens", HEX);
    store.put("both", "{\"v1\": \"" + HEX + "\", \"n\": 1}");
    assertThat(fetch("prod/tokens", "")).isEqualTo(HEX);
    assertThat(fetch("both", "#v1")).isEqualTo(HEX);
    assertThat(store.asked()).containsExactly("prod/tokens in eu-west-1", "both in eu-west-1");
  }

  @Test
  void itIsAskedForOncePerProcess() {
    store.put("once", HEX);
    KeyReference reference = new KeyReference(store.reference("once"));
    TokenKey key = TokenKey.of(reference);
    assertThat(TokenKey.of(new KeyReference(reference.text()))).isSameAs(key);
    assertThat(store.asked()).hasSize(1);
  }

  private String fetch(String name, String field) {
    return new KeyReference(store.reference(name) + field).fetch();
  }

  @ParameterizedTest
  @CsvSource({
    "plain, #v1, 'is no JSON object; leave out #v1'",
    "both, #v2, is a secret without a text field v2",
    "both, #n, is a secret without a text field n",
    "list, #v1, is a secret without a text field v1",
    "bytes, '', 'is a secret of bytes; store the key as text, in hexadecimal or base64, which nobody can misread'"
  })
  void aSecretThatHoldsNoKeyIsRefusedAndNotRepeated(String name, String field, String problem) {
    store.put("plain", HEX);
    store.put("both", "{\"v1\": \"" + HEX + "\", \"n\": 1}");
    store.put("list", "[\"" + HEX + "\"]");
    store.putBytes("bytes", "ICEiIw==");
    assertThatThrownBy(() -> fetch(name, field))
        .isInstanceOf(KeyUnavailableException.class)
        .hasNoCause()
        .hasMessage("the key '" + store.reference(name) + field + "' " + problem);
  }

  @Test
  void aSecretThatIsNotThereIsSaidToBe() {
    assertThatThrownBy(() -> fetch("other", ""))
        .hasMessageContaining(
            "' cannot be fetched from AWS Secrets Manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.");
  }

  @Test
  void aStoreThatIsOutOfReachIsSaidToBe() throws IOException {
    KeyReference reference = new KeyReference(SecretStore.unreachable("tokens"));
    assertThatThrownBy(() -> TokenKey.of(reference))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("' cannot be fetched from AWS Secrets Manager: SdkClientException: ");
  }

  @Test
  void withoutTheSdkItIsSaidWhatToAdd() {
    assertThatThrownBy(
            () ->
                AwsSecret.fetch(
                    new KeyReference("aws-secretsmanager:tokens"),
                    SecretName.parse("tokens"),
                    ClassLoader.getPlatformClassLoader()))
        .hasMessage(
            "the key 'aws-secretsmanager:tokens' cannot be fetched: this class path has no AWS SDK for Java 2 with its client of Secrets Manager; EMR and Glue bring it, elsewhere add software.amazon.awssdk:secretsmanager and url-connection-client, as by --packages or MILLRACE_CLASSPATH");
  }
}
