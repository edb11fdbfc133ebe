package io.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.Millrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.xbean.asm9.ClassWriter;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.junit.jupiter.api.Test;

/**
 * The classes, which are compiled against Spark 3.5, link with the family under test. {@code
 * .ci/submit} asks the same of the packaged jar and a stock Spark.
 */
class LinkageTest {

  private final ClassLoader loader = getClass().getClassLoader();

  private static List<String> classes() throws Exception {
    Path root = Path.of(Millrace.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - ".class".length()))
          .toList();
    }
  }

  @Test
  void allThatClassesReferToIsThere() throws Exception {
    Linkage linkage = new Linkage(loader);
    List<String> problems = new ArrayList<>();
    List<String> classes = classes();
    classes.forEach(name -> problems.addAll(linkage.problems(name)));
    assertThat(problems).isEmpty();
    assertThat(classes).hasSizeGreaterThan(300);
  }

  /** Java links a class, and verifies it, before it tells the class's methods. */
  @Test
  void everyClassIsLinked() throws Exception {
    for (String name : classes()) {
      Class<?> linked = Class.forName(name.replace('/', '.'), false, loader);
      assertThat(linked.getDeclaredMethods()).as(name).isNotNull();
    }
  }

  /** A check that sees nothing would be green for ever. */
  @Test
  void whatDoesNotLinkIsSaid() throws IOException {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC,
        "Broken",
        null,
        "java/lang/Object",
        new String[] {"java/lang/Runnable"});
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "m", "()V", null, null);
    code.visitCode();
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()J", false);
    code.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/util/List", "hashCode", "()I", true);
    code.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/String", "length", "()I", true);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/util/List", "size", "()I", false);
    code.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/System", "in", "I");
    code.visitTypeInsn(Opcodes.ANEWARRAY, "[Lno/Such;");
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    assertThat(new Linkage(loader).problems(ClassFile.read(writer.toByteArray())))
        .containsExactlyInAnyOrder(
            "Broken: there is no java/lang/String.length()J",
            "Broken: java/lang/String is no interface",
            "Broken: java/util/List is an interface",
            "Broken: there is no java/lang/System.inI",
            "Broken: there is no no/Such",
            "Broken: nothing does run()V");
  }
}
