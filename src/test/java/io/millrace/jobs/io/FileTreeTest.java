package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a source path names, and whether it would name a target's files. */
class FileTreeTest {

  private static final FileTree TREE = new FileTree(new Configuration());

  @TempDir private Path folder;

  private List<String> names(String location) {
    return TREE.input(location).files().stream()
        .map(file -> file.path().substring(file.path().lastIndexOf('/') + 1))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/*", "/in", "/in/*"})
  void filesThatAreBeingCopiedOrAreHiddenAreNotData(String below) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    for (String name : List.of("a.csv", "b.csv._COPYING_", "_c.csv", ".d.csv", "e._COPYING_.csv")) {
      Files.writeString(folder.resolve("in").resolve(name), "x");
    }
    assertThat(names(folder + below)).containsExactly("a.csv", "e._COPYING_.csv");
  }

  /** A file system of which a folder {@code closed} may not be looked at, but below it. */
  public static final class Closed extends RawLocalFileSystem {
    @Override
    public boolean exists(org.apache.hadoop.fs.Path path) throws IOException {
      if (path.getName().equals("closed")) {
        throw new AccessDeniedException(path.toString());
      }
      return super.exists(path);
    }
  }

  /** As a role that may read {@code raw/*} of a bucket, but not the object {@code raw}. */
  @ParameterizedTest
  @CsvSource({
    "open/in/2026,   '; file:FOLDER/open exists, but has no in'",
    "closed/in,      ''",
    "closed/in/2026, ''"
  })
  void whatIsAbsentIsToldAsFarAsOneMayLook(String path, String hint) throws IOException {
    Files.createDirectories(folder.resolve("open"));
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", Closed.class, FileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    assertThat(new FileTree(hadoop).input(folder + "/" + path).absent())
        .isEqualTo(
            "source.path: nothing at %s/%s%s"
                .formatted(folder, path, hint.replace("FOLDER", folder.toString())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in                    | a.csv awsdms_b.csv c.csv | 2",
        "in/*                  | a.csv awsdms_b.csv c.csv | 2",
        "*                     | a.csv awsdms_b.csv c.csv | 2",
        "in/orders/*.csv       | a.csv awsdms_b.csv       | 0",
        "in/awsdms_status      | s.csv                    | 0",
        "in/awsdms_status/2026 | s.csv                    | 0",
        "in/awsdms_status/*    | s.csv                    | 0",
        "in/awsdms_s*          | s.csv                    | 0",
        "in/x/awsdms_history   | h.csv                    | 0",
      })
  void controlTablesOfDmsAreNotDataUnlessTheyAreNamed(String path, String expected, int control)
      throws IOException {
    for (String name :
        List.of(
            "orders/a.csv",
            "orders/awsdms_b.csv",
            "c.csv",
            "awsdms_status/2026/s.csv",
            "x/awsdms_history/h.csv")) {
      Path file = folder.resolve("in").resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
    String location = folder + "/" + path;
    assertThat(names(location)).containsExactlyInAnyOrder(expected.split(" "));
    assertThat(TREE.input(location).control()).isEqualTo(control);
  }

  @Test
  void aGlobWithoutSlashLooksIntoTheWorkingDirectory() throws IOException {
    Path file = Files.createTempFile(Path.of(""), "glob-", ".csv");
    try {
      assertThat(names(file.getFileName().toString().replace(".csv", ".*")))
          .containsExactly(file.getFileName().toString());
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raw            | raw",
        "raw/*.csv      | raw",
        "raw/a*/b?/c    | raw",
        "*.csv          | .",
        "{a,b}/c        | .",
        "/*.csv         | /",
        "file:/*.csv    | file:/",
        "file:///*.csv  | file:///",
        "s3a://bucket/* | s3a://bucket/",
        "s3a://b/in/*.c | s3a://b/in"
      })
  void theRootOfAGlobIsTheFolderBeforeIt(String path, String root) {
    assertThat(ReadFiles.root(path)).isEqualTo(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3a://b/a          | s3a://b/a          | true",
        "s3a://b/a          | s3://b/a           | true",
        "s3://b/a/x         | s3n://b/a          | true",
        "s3a://b//a///x     | s3a://b/a          | true",
        "s3a://b/a          | s3://b//a/         | true",
        "s3a://b/./a/x      | s3a://b/a/.        | true",
        "s3a://b/c/../a     | s3://b/a           | true",
        "s3a://b/a          | s3://b/            | true",
        "s3a://b/a          | s3a://b/ab         | false",
        "s3a://b/ab         | s3://b/a           | false",
        "s3a://b/a          | s3a://c/a          | false",
        "s3a://b/a          | s3a://b/a/x        | false",
        "s3a://b/A          | s3a://b/a          | false",
        "s3a://b/a          | /a                 | false",
        "/a/x               | file:///a          | true",
        "file:/a//x/        | /a/./              | true",
        "file:///a/../b     | /b                 | true",
        "a/x                | ./a//              | true",
        "/a/b               | /a/bc              | false"
      })
  void onePathIsInsideAnotherHoweverTheTwoAreSpelled(String inner, String outer, boolean inside)
      throws IOException {
    Configuration hadoop = new Configuration();
    for (String scheme : List.of("s3", "s3n")) {
      hadoop.set("fs." + scheme + ".impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    }
    hadoop.set("fs.s3a.endpoint.region", "eu-west-1");
    FileTree tree = new FileTree(hadoop);
    assertThat(tree.isInside(inner, outer)).isEqualTo(inside);
    assertThat(tree.reads(outer, inner)).isEqualTo(inside);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g/raw         | g/raw         | true",
        "g/raw         | g/raw/out     | true",
        "g/raw         | g/rawer       | false",
        "g/raw         | g             | false",
        "g/raw-*       | g/curated     | false",
        "g/raw-*       | g/raw-a       | true",
        "g/raw-*       | g/raw-a/out   | true",
        "g/raw-*       | g/x/raw-a     | false",
        "g/raw-*       | g             | false",
        "raw/*.csv     | raw/out       | false",
        "raw/*.csv     | raw/out.csv   | true",
        "raw/*         | raw/out       | true",
        "raw/*/in      | raw/a/out     | false",
        "raw/*/in      | raw/a/in/b    | true",
        "raw/{a,b}     | raw/b/out     | true",
        "raw/{a,b}     | raw/c         | false",
        "raw/{a,b/c}   | raw/d         | true",
        "raw/{a,b/c}   | out           | false",
        "raw/[ab]?     | raw/ax        | true",
        "raw/[ab]?     | raw/a         | false",
        "*.csv         | out           | false",
        "*             | out           | true"
      })
  void aTargetIsReadIfTheSourcePathNamesItOrAFolderAboveIt(
      String source, String target, boolean read) {
    String here = Path.of("").toAbsolutePath() + "/";
    for (String from : List.of(source, "./" + source, here + source, "file:" + here + source)) {
      for (String to : List.of(target, target + "/", here + target, "file://" + here + target)) {
        assertThat(TREE.reads(from, to)).as("%s reads %s", from, to).isEqualTo(read);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raw/*/*        | raw/hr/a   | true",
        "raw/*/*        | raw/hr     | false",
        "raw/*/*        | raw/hr/a/b | false",
        "raw/*          | raw/hr/a   | false",
        "raw/{hr,eu}/*  | raw/hr/a   | true",
        "raw/{hr,eu}/*  | raw/us/a   | false",
        "raw/hr/[^a]*   | raw/hr/a   | false",
        "raw/hr/a       | raw/hr/a   | true",
        "in/*/*         | raw/hr/a   | false"
      })
  void aGlobNamesAFolderThatIsNotThere(String glob, String folder, boolean named) {
    String here = Path.of("").toAbsolutePath() + "/";
    for (String from : List.of(glob, here + glob, "file:" + here + glob)) {
      assertThat(TREE.names(from, here + folder)).as("%s names %s", from, folder).isEqualTo(named);
    }
  }

  @Test
  void whereARunIsPublishingItsEndIsAwaited() throws Exception {
    Path journal = folder.resolve("out/_millrace/publishing-run-1.json");
    Files.createDirectories(journal.getParent());
    Files.writeString(folder.resolve("out/old.parquet"), "x");
    Files.writeString(journal, "{}");
    FileTree tree = new FileTree(new Configuration(), Duration.ofMillis(300));
    for (String location : List.of("/out", "/*", "/out/")) {
      assertThatThrownBy(() -> tree.input(folder + location))
          .hasMessageStartingWith("source: a run is publishing to file:")
          .hasMessageContaining("run the job that writes there again");
    }
    var publication =
        CompletableFuture.runAsync(
            () -> {
              try {
                Thread.sleep(500);
                Files.move(folder.resolve("out/old.parquet"), folder.resolve("out/new.parquet"));
                Files.delete(journal);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(names(folder + "/out")).containsExactly("new.parquet");
    publication.join();
  }
}
