package io.millrace.udf.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References to AWS Secrets Manager. */
class SecretNameTest {

  @Test
  void aNameMayHaveARegionAnEndpointAndAField() {
    assertThat(SecretName.parse("prod/tokens"))
        .isEqualTo(new SecretName("prod/tokens", null, null, null));
    assertThat(SecretName.parse("tokens#v2")).isEqualTo(new SecretName("tokens", null, null, "v2"));
    assertThat(SecretName.parse("tokens?region=eu-west-1&endpoint=http://localhost:4566#v2"))
        .isEqualTo(
            new SecretName("tokens", "eu-west-1", URI.create("http://localhost:4566"), "v2"));
  }

  @Test
  void anArnTellsItsRegion() {
    String arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:tokens-AbCdEf";
    assertThat(SecretName.parse(arn + "#v2").region()).isEqualTo("eu-central-1");
    assertThat(SecretName.parse(arn + "#v2").id()).isEqualTo(arn);
    assertThat(SecretName.parse(arn + "?region=us-east-1").region()).isEqualTo("us-east-1");
  }

  @ParameterizedTest
  @CsvSource({
    "'', has no name of a secret",
    "'a b', has no name of a secret",
    "'#v2', has no name of a secret",
    "'tokens#', ends in # without the field of a JSON secret",
    "'tokens?zone=1', has options other than region and endpoint",
    "'tokens?region=Europe 1', 'has a region that is none, such as eu-west-1'",
    "'tokens?endpoint=localhost', 'has an endpoint that is none, such as https://secrets.example.org'",
    "'tokens?endpoint=ftp://a', 'has an endpoint that is none, such as https://secrets.example.org'"
  })
  void whatIsWrongIsSaid(String text, String problem) {
    assertThatThrownBy(() -> new KeyReference("aws-secretsmanager:" + text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a key reference aws-secretsmanager:NAME[?region=R&endpoint=URL][#field] " + problem);
  }
}
