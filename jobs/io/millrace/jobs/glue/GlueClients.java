package io.millrace.jobs.glue;

import static java.lang.invoke.MethodType.methodType;

import io.millrace.jobs.table.CatalogSettings;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * The client that Iceberg's catalog of Glue would use, with its region, endpoint, credentials and
 * retries. Iceberg is found by name, so that nothing of ours is bound to its version.
 */
final class GlueClients {

  private static final String FACTORIES = "org.apache.iceberg.aws.AwsClientFactories";
  private static final String FACTORY = "org.apache.iceberg.aws.AwsClientFactory";

  private GlueClients() {}

  /** By handles: reflection would load whatever else a factory can make, such as DynamoDB's. */
  static GlueClient of(CatalogSettings settings) throws ReflectiveOperationException {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Class<?> factories = Class.forName(FACTORIES, true, loader);
    Class<?> factory = Class.forName(FACTORY, true, loader);
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    MethodHandle from = lookup.findStatic(factories, "from", methodType(factory, Map.class));
    MethodHandle glue = lookup.findVirtual(factory, "glue", methodType(GlueClient.class));
    try {
      return (GlueClient) glue.invokeWithArguments(from.invokeWithArguments(settings.all()));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
