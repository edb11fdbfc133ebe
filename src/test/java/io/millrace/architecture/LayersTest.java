package io.millrace.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.jobs.io.Action;
import io.millrace.jobs.io.Sink;
import io.millrace.transforms.Source;
import io.millrace.transforms.Transform;

/** The walls between the folders. */
@AnalyzeClasses(packages = "io.millrace", importOptions = DoNotIncludeTests.class)
class LayersTest {

  private static final String JOBS = "io.millrace.jobs..";
  private static final String TRANSFORMS = "io.millrace.transforms..";
  private static final String UDF = "io.millrace.udf..";

  /** A rule over no classes would be green for ever. */
  @ArchTest
  static void enoughClassesAreLookedAt(JavaClasses classes) {
    assertThat(classes.size()).isGreaterThan(80);
  }

  @ArchTest
  static final ArchRule udfIsBelowTransformsIsBelowJobs =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("jobs")
          .definedBy(JOBS)
          .layer("transforms")
          .definedBy(TRANSFORMS)
          .layer("udf")
          .definedBy(UDF)
          .whereLayer("jobs")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("transforms")
          .mayOnlyBeAccessedByLayers("jobs")
          .whereLayer("udf")
          .mayOnlyBeAccessedByLayers("transforms", "jobs");

  @ArchTest
  static final ArchRule onlyTheConfigPackageAndTheVerbsKnowTheConfigLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.millrace.jobs.config..", "io.millrace.jobs")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.typesafe.config..");

  @ArchTest
  static final ArchRule stepsSourcesSinksAndActionsAreRecords =
      classes()
          .that()
          .areAssignableTo(Transform.class)
          .or()
          .areAssignableTo(Source.class)
          .or()
          .areAssignableTo(Sink.class)
          .or()
          .areAssignableTo(Action.class)
          .and()
          .areNotInterfaces()
          .should()
          .beRecords();

  @ArchTest
  static final ArchRule transformsTouchNoStorageAndNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(TRANSFORMS, UDF)
          .and()
          // A key must be had where it is used, also by a notebook that knows no job.
          .resideOutsideOfPackage("io.millrace.udf.keys..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop..", "java.nio.file..", "java.io..", "java.net..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.spark.sql.DataFrameReader")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.apache.spark.sql.DataFrameWriter")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  @ArchTest
  static final ArchRule noScalaCollections =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("scala.collection..", "scala.jdk..", "scala.runtime..")
                  // Whose two methods are the same in every Scala.
                  .and(not(name("scala.collection.Iterator"))));

  @ArchTest
  static final ArchRule onlyOnePackageLinksTheSdkOfAws =
      noClasses()
          .that()
          // Loaded by jobs that name such a catalog, and by no other.
          .resideOutsideOfPackage("io.millrace.jobs.glue")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon..");

  @ArchTest
  static final ArchRule noTableFormatIsLinked =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.iceberg..",
              "io.delta..",
              "org.apache.hadoop.fs.s3a..",
              "com.amazonaws..");

  @ArchTest
  static final ArchRule nothingExits =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.millrace.(**)").should().beFreeOfCycles();
}
