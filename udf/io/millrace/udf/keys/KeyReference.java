package io.millrace.udf.keys;

/**
 * Says where a key is kept, and is no secret itself: {@code env:NAME}, {@code file:PATH} or {@code
 * aws-secretsmanager:NAME}.
 *
 * @param text as a job file spells it
 */
public record KeyReference(String text) {

  private static final String ENVIRONMENT = "env:";
  private static final String FILE = "file:";
  private static final String SECRETS_MANAGER = "aws-secretsmanager:";

  /** No message repeats the text: it may be a key that somebody put there by mistake. */
  public KeyReference {
    if (text == null || !isReference(text)) {
      throw new IllegalArgumentException(
          "a key is given by where it is kept, env:NAME, file:PATH or aws-secretsmanager:NAME; the key itself must not stand here");
    }
    if (text.startsWith(SECRETS_MANAGER)) {
      SecretName.parse(text.substring(SECRETS_MANAGER.length()));
    }
  }

  private static boolean isReference(String text) {
    if (text.startsWith(ENVIRONMENT)) {
      return text.substring(ENVIRONMENT.length()).matches("[A-Za-z_][A-Za-z0-9_]{0,127}");
    }
    return text.startsWith(FILE) ? text.length() > FILE.length() : text.startsWith(SECRETS_MANAGER);
  }

  /** The text that is kept there. */
  String fetch() {
    if (text.startsWith(ENVIRONMENT)) {
      return EnvironmentKey.fetch(this, text.substring(ENVIRONMENT.length()), System::getenv);
    }
    return text.startsWith(FILE)
        ? KeyFile.fetch(this, text.substring(FILE.length()))
        : AwsSecret.fetch(this, SecretName.parse(text.substring(SECRETS_MANAGER.length())));
  }

  @Override
  public String toString() {
    return text;
  }
}
