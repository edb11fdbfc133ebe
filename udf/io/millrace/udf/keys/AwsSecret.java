package io.millrace.udf.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;

/** A key in AWS Secrets Manager, asked for through the platform's AWS SDK for Java 2. */
final class AwsSecret {

  private AwsSecret() {}

  static String fetch(KeyReference reference, SecretName secret) {
    return fetch(reference, secret, loader());
  }

  /** Spark hands jars of a job to the context's loader. */
  private static ClassLoader loader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? AwsSecret.class.getClassLoader() : context;
  }

  static String fetch(KeyReference reference, SecretName secret, ClassLoader loader) {
    String text;
    try {
      text = new SecretsClient(loader).secret(secret);
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw new KeyUnavailableException(
          reference,
          "cannot be fetched: this class path has no AWS SDK for Java 2 with its client of Secrets Manager; EMR and Glue bring it, elsewhere add software.amazon.awssdk:secretsmanager and url-connection-client, as by --packages or MILLRACE_CLASSPATH");
    } catch (InvocationTargetException e) {
      throw new KeyUnavailableException(
          reference, "cannot be fetched from AWS Secrets Manager: " + sentence(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw new KeyUnavailableException(
          reference, "cannot be fetched: this AWS SDK is another than Millrace knows, " + e);
    }
    if (text == null) {
      throw new KeyUnavailableException(
          reference,
          "is a secret of bytes; store the key as text, in hexadecimal or base64, which nobody can misread");
    }
    return secret.field() == null ? text : field(reference, secret, text);
  }

  private static String sentence(Throwable cause) {
    String message = String.valueOf(cause.getMessage()).strip();
    return cause.getClass().getSimpleName()
        + ": "
        + message.lines().findFirst().orElse("without a message");
  }

  /** Without a cause: the parser's own messages quote what they read. */
  private static String field(KeyReference reference, SecretName secret, String text) {
    JsonNode json;
    try {
      json = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new KeyUnavailableException(
          reference, "is no JSON object; leave out #" + secret.field());
    }
    JsonNode value = json.get(secret.field());
    if (value == null || !value.isTextual()) {
      throw new KeyUnavailableException(
          reference, "is a secret without a text field " + secret.field());
    }
    return value.textValue();
  }
}
