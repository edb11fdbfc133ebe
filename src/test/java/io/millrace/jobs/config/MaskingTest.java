package io.millrace.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password = hunter22",
        "db-password = hunter22",
        "dbPassword = hunter22",
        "DB_PASSWORD = hunter22",
        "passphrase = hunter22",
        "secret = hunter22",
        "secrets = [hunter22]",
        "secret { value = x, key = hunter22 }",
        "client-secret = hunter22",
        "session.token = hunter22",
        "api-key = hunter22",
        "apiKey = hunter22",
        "aws.accessKeyId = hunter22",
        "private-key = hunter22",
        "credentials = hunter22",
        "password = \"\"\"hunter22\"\"\"",
        "spark.hadoop.fs.s3a.secret.key = hunter22",
        "spark.hadoop.fs.s3a.access.key = hunter22",
        "spark { hadoop.fs.s3a { secret { key = hunter22 } } }",
        "spark { \"hadoop.fs.s3a.bucket.lake.secret.key\" = hunter22 }",
        "spark { hadoop.fs.s3a.session.token = hunter22 }",
        "spark { \"hadoop.fs.azure.account.key.lake.blob.core.windows.net\" = hunter22 }",
        "transforms = [{ type = hash-columns, columns = [a], key = hunter22 }]",
        "pin.password = 227722, x = hunter",
        "url = \"jdbc:postgresql://me:hunter22@db/orders\"",
        "url = \"https://me:hun/t@er22@db/orders\"",
        "url = \"jdbc:postgresql://db/orders?user=me&password=hunter22&ssl=true\"",
        "url = \"jdbc:sqlserver://db;user=me;password=hunter22\"",
        "url = \"AccountName=a;AccountKey=hunter22==\"",
        "text = \"-----BEGIN RSA PRIVATE KEY-----\\nhunter22\"",
        "vars { password = hunter22 }, options { harmless = ${vars.password} }",
        "vars { password = hunter22 }, url = \"jdbc:me:\"${vars.password}\":db\""
      })
  void hidesSecrets(String hocon) {
    assertThat(masked(hocon)).contains("****").doesNotContain("hunter22", "227722", "er22");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys = [order_id]",
        "sort-key = day",
        "path = \"s3a://bucket/x\"",
        "path = \"abfss://lake@account.dfs.core.windows.net/x\"",
        "password-file = \"/run/p\"",
        "fs.s3a.aws.credentials.provider = org.apache.Provider",
        "spark.network.token.enabled = true",
        "use-token = true",
        "key = \"env:PROFILE_HASH_KEY\"",
        "key = \"file:/run/secrets/hash\"",
        "password = \"secretsmanager:prod/db\"",
        "key = \"aws-secretsmanager:prod/tokens?region=eu-west-1#v2\"",
        "tokenizer = words",
        "compass = north"
      })
  void showsTheRest(String hocon) {
    assertThat(masked(hocon)).doesNotContain("****").isEqualTo(hocon + "\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"DB_PASSWORD,true", "PROFILE_HASH_KEY,true", "SOME_KEY,true", "REGION,false"})
  void theNameOfAnEnvironmentVariableTellsWhetherItsValueIsSecret(String name, boolean hidden) {
    Reads file = location -> "harmless = ${" + name + "}\nalso = ${" + name + "}\"/x\"";
    Config resolved =
        new JobFiles(file, Map.of(name, "value123")).load(Optional.empty(), "job.conf", Map.of());

    assertThat(JobFiles.masked(resolved).contains("value123")).isEqualTo(!hidden);
  }

  @Test
  void theNameOfASettingTellsWhetherItsValueIsSecret() {
    Reads file = location -> "harmless = ${vars.db-password}\"/x\"";
    Config resolved =
        new JobFiles(file, Map.of())
            .load(Optional.empty(), "job.conf", Map.of("vars.db-password", "pw1"));

    assertThat(JobFiles.masked(resolved))
        .isEqualTo("harmless = \"****\"\nvars.db-password = \"****\"\n");
  }

  @Test
  void isReadableHoconInTheOrderOfTheFiles() {
    Map<String, String> files =
        Map.of(
            "env.conf",
            "spark {\n  sql.ansi.enabled = false\n}\nvars { lake = \"s3a://lake\" }",
            "job.conf",
            """
            # A comment.
            name = flatten
            source {
              type = read-files
              path = ${vars.lake}"/raw"
              options { header = true, "a.b" = 1.10 }
            }
            transforms = [
              flatten-request   # a bare name
              { type = drop, columns = [a, "b c"] }
              {}
            ]
            empty = []
            """);
    Config resolved =
        new JobFiles(files::get, Map.of())
            .load(Optional.of("env.conf"), "job.conf", Map.of("source.password", "x"));

    assertThat(JobFiles.masked(resolved))
        .isEqualTo(
            """
            spark.sql.ansi.enabled = false
            vars.lake = "s3a://lake"
            name = flatten
            source {
              type = read-files
              path = "s3a://lake/raw"
              options {
                "a.b" = 1.10
                header = true
              }
              password = "****"
            }
            transforms = [
              flatten-request
              {
                columns = [a, "b c"]
                type = drop
              }
              {}
            ]
            empty = []
            """);
  }

  private static String masked(String hocon) {
    return JobFiles.masked(ConfigFactory.parseString(hocon).resolve());
  }
}
