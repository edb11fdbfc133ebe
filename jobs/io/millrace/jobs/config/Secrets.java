package io.millrace.jobs.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.millrace.transforms.StepName;
import java.util.List;
import java.util.regex.Pattern;

/** What must not be shown, and how it is shown instead. */
final class Secrets {

  static final String MASK = "****";

  /** THE list: a key is secret if it ends in one of these, however its words are joined. */
  private static final List<String> WORDS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "pass",
          "secret",
          "token",
          "credential",
          "api-key",
          "apikey",
          "access-key",
          "access-key-id",
          "accesskey",
          "secret-key",
          "private-key",
          "account-key",
          "encryption-key",
          "hash-key",
          "hmac-key",
          "signing-key",
          "shared-key",
          "signature",
          "sas",
          "salt",
          "pepper");

  private static final String ANY_WORD = String.join("|", WORDS);
  private static final Pattern NAME = Pattern.compile("(?:^|.*-)(?:" + ANY_WORD + ")s?");

  /** Azure puts the host behind the word. */
  private static final Pattern NAME_WITH_HOST =
      Pattern.compile("(?:^|.*-)(?:account-key|client-secret|sas)-.*-(?:net|com|cn)");

  /** A key of this name alone is a secret (hashing); {@code keys} and {@code sort-key} are not. */
  private static final Pattern KEY = Pattern.compile("(?:^|.*\\.)\"?key\"?");

  /** Says where a secret is kept, which is no secret. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:env:\\w+|file:\\S+|(?:aws-)?secretsmanager:\\S+|arn:aws\\S*:secretsmanager:\\S+)");

  /** A secret may hold a slash or an at sign; what follows a port may, too, and is none. */
  private static final Pattern USER_INFO =
      Pattern.compile("(://[^/\\s:@]*):(?!\\d{1,5}(?:[/,;\\s]|$))\\S*@");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:^|[?&;,\\s])[\\w.-]*(?:" + ANY_WORD.replace("-", "-?") + "|sig)=)[^&;,\\s\"']+");
  private static final Pattern PRIVATE_KEY =
      Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*");
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");
  private static final Pattern JOINT = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGE = Pattern.compile("^-+|-+$");

  private Secrets() {}

  /** Whether a value must not be shown at all. */
  static boolean isSecret(String path, ConfigValue scalar) {
    if (scalar.valueType() == ConfigValueType.BOOLEAN
        || REFERENCE.matcher(Scalars.text(scalar)).matches()) {
      return false;
    }
    String key = INDEX.matcher(path).replaceAll("");
    return isSecretName(key)
        || KEY.matcher(key).matches()
        || Place.all(scalar.origin(), true).stream().anyMatch(Secrets::isSecretSource);
  }

  /** The text of a scalar, or what may be shown of it. */
  static String shown(String path, ConfigValue scalar) {
    return isSecret(path, scalar) ? MASK : withoutCredentials(Scalars.text(scalar));
  }

  /** Text without the credentials that URLs and connection strings carry. */
  static String withoutCredentials(String text) {
    String open = USER_INFO.matcher(text).replaceAll("$1:****@");
    String plain = PARAMETER.matcher(open).replaceAll("$1****");
    return PRIVATE_KEY.matcher(plain).replaceAll(MASK);
  }

  /** Environment variables and settings give their name to the values that come from them. */
  private static boolean isSecretSource(Place place) {
    boolean named =
        place.file().startsWith(Place.ENVIRONMENT_VARIABLE) || place.file().startsWith("--");
    return named && (isSecretName(place.file()) || words(place.file()).endsWith("-key"));
  }

  private static boolean isSecretName(String name) {
    String words = words(name);
    return NAME.matcher(words).matches() || NAME_WITH_HOST.matcher(words).matches();
  }

  private static String words(String name) {
    String joined = JOINT.matcher(StepName.kebab(name)).replaceAll("-");
    return EDGE.matcher(joined).replaceAll("");
  }
}
