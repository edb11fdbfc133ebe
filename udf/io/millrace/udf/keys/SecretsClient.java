package io.millrace.udf.keys;

import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.time.Duration;

/**
 * The client of the AWS SDK for Java 2, found at run time: platforms bring one version or another,
 * laptops none.
 */
final class SecretsClient {

  private static final String SDK = "software.amazon.awssdk.";
  private static final String MODEL = SDK + "services.secretsmanager.";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClassLoader loader;

  SecretsClient(ClassLoader loader) {
    this.loader = loader;
  }

  /** The secret's text; null if it holds bytes instead. */
  String secret(SecretName secret) throws ReflectiveOperationException {
    Object client = client(secret);
    try {
      Class<?> request = type(MODEL + "model.GetSecretValueRequest");
      Class<?> requestBuilder = type(MODEL + "model.GetSecretValueRequest$Builder");
      Object asked = request.getMethod("builder").invoke(null);
      asked = requestBuilder.getMethod("secretId", String.class).invoke(asked, secret.id());
      asked = built(asked);
      Object answer =
          type(MODEL + "SecretsManagerClient")
              .getMethod("getSecretValue", request)
              .invoke(client, asked);
      return (String)
          type(MODEL + "model.GetSecretValueResponse").getMethod("secretString").invoke(answer);
    } finally {
      type(SDK + "utils.SdkAutoCloseable").getMethod("close").invoke(client);
    }
  }

  private Object client(SecretName secret) throws ReflectiveOperationException {
    Class<?> known = type(MODEL + "SecretsManagerClientBuilder");
    Object builder = type(MODEL + "SecretsManagerClient").getMethod("builder").invoke(null);
    if (secret.region() != null) {
      Class<?> region = type(SDK + "regions.Region");
      Object wanted = region.getMethod("of", String.class).invoke(null, secret.region());
      known.getMethod("region", region).invoke(builder, wanted);
    }
    if (secret.endpoint() != null) {
      known.getMethod("endpointOverride", URI.class).invoke(builder, secret.endpoint());
    }
    Class<?> settings = type(SDK + "core.client.config.ClientOverrideConfiguration");
    Class<?> settingsBuilder = type(SDK + "core.client.config.ClientOverrideConfiguration$Builder");
    Object limits = settings.getMethod("builder").invoke(null);
    settingsBuilder.getMethod("apiCallTimeout", Duration.class).invoke(limits, PATIENCE);
    known.getMethod("overrideConfiguration", settings).invoke(builder, built(limits));
    chooseHttp(known, builder);
    return built(builder);
  }

  /** Where several HTTP clients are on the class path the SDK would refuse to choose. */
  private void chooseHttp(Class<?> known, Object builder) throws ReflectiveOperationException {
    Class<?> http = type(SDK + "http.SdkHttpClient$Builder");
    for (String name :
        new String[] {"urlconnection.UrlConnectionHttpClient", "apache.ApacheHttpClient"}) {
      try {
        Object chosen = type(SDK + "http." + name).getMethod("builder").invoke(null);
        known.getMethod("httpClientBuilder", http).invoke(builder, chosen);
        return;
      } catch (ClassNotFoundException | NoClassDefFoundError e) {
        // The next one, or what the SDK finds by itself.
      }
    }
  }

  private Object built(Object builder)
      throws ClassNotFoundException,
          NoSuchMethodException,
          IllegalAccessException,
          InvocationTargetException {
    return type(SDK + "utils.builder.SdkBuilder").getMethod("build").invoke(builder);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }
}
