package io.millrace.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Hadoop's own, which asks {@code chmod}. */
class PosixLocalFileSystemTest {

  @TempDir private java.nio.file.Path folder;

  private static Configuration hadoop(String umask) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.permissions.umask-mode", umask);
    return hadoop;
  }

  private String made(Class<? extends LocalFileSystem> type, String umask, int asked)
      throws IOException {
    Configuration hadoop = hadoop(umask);
    hadoop.setClass("fs.file.impl", type, FileSystem.class);
    Path place = new Path(folder.resolve(type.getSimpleName() + umask + asked).toUri());
    try (FileSystem files = FileSystem.newInstance(place.toUri(), hadoop)) {
      assertThat(files).isExactlyInstanceOf(type);
      files.mkdirs(new Path(place, "a/b"));
      files.create(new Path(place, "a/b/file")).close();
      files.mkdirs(new Path(place, "asked"), new FsPermission((short) asked));
      files.create(new Path(place, "set")).close();
      files.setPermission(new Path(place, "set"), new FsPermission((short) asked));
    }
    StringBuilder all = new StringBuilder();
    for (String name : new String[] {"a", "a/b", "a/b/file", "a/b/.file.crc", "asked", "set"}) {
      var file = java.nio.file.Path.of(place.toUri()).resolve(name);
      var bits = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      int mode = (int) Files.getAttribute(file, "unix:mode") & 07777;
      all.append(name).append(' ').append(bits).append(' ').append(mode).append('\n');
    }
    return all.toString();
  }

  @ParameterizedTest
  @CsvSource({"022, 488", "077, 511", "002, 1023", "000, 292"})
  void filesAndFoldersHaveThePermissionsThatHadoopsOwnGivesThem(String umask, int asked)
      throws IOException {
    assertThat(made(PosixLocalFileSystem.class, umask, asked))
        .isEqualTo(made(LocalFileSystem.class, umask, asked));
  }

  @Test
  void whatIsNotThereCannotBeChanged() {
    Path missing = new Path(folder.resolve("missing").toUri());
    assertThat(
            catchThrowable(
                () -> {
                  try (PosixLocalFileSystem files = new PosixLocalFileSystem()) {
                    files.initialize(missing.toUri(), hadoop("022"));
                    files.setPermission(missing, new FsPermission((short) 420));
                  }
                }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
  }
}
