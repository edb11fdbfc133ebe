package io.millrace.support;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands tests a session of their own on the one Spark of this JVM. */
public final class SparkExtension implements ParameterResolver, AfterEachCallback {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return Sessions.local().newSession();
  }

  /** A test may make its session the active one, whose settings expressions take when made. */
  @Override
  public void afterEach(ExtensionContext test) {
    SparkSession.clearActiveSession();
  }
}
