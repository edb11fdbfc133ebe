package io.millrace.architecture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.FieldVisitor;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;

/**
 * What a class file declares, and what it refers to in its constant pool. Spark brings the reader
 * of both families.
 *
 * @param members flags of access by name and descriptor, such as {@code run()V}
 * @param classes names of the classes that it refers to
 * @param references fields and methods of classes that it refers to
 */
record ClassFile(
    String name,
    int access,
    String superName,
    List<String> interfaces,
    Map<String, Integer> members,
    List<String> classes,
    List<Reference> references) {

  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;

  /**
   * A field or method as another class means it.
   *
   * @param ofInterface null for a field, else whether the class that has the method is taken for an
   *     interface
   */
  record Reference(String owner, String member, Boolean ofInterface) {

    @Override
    public String toString() {
      return owner + "." + member;
    }
  }

  boolean isInterface() {
    return (access & Opcodes.ACC_INTERFACE) != 0;
  }

  boolean isAbstract() {
    return (access & Opcodes.ACC_ABSTRACT) != 0;
  }

  /** Its superclass and interfaces. */
  List<String> parents() {
    List<String> all = new ArrayList<>(interfaces);
    if (superName != null) {
      all.add(0, superName);
    }
    return all;
  }

  static ClassFile read(byte[] bytes) throws IOException {
    ClassReader reader = new ClassReader(bytes);
    Map<String, Integer> members = new HashMap<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String type, String generic, Object value) {
            members.put(name + type, access);
            return null;
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String generic, String[] exceptions) {
            members.put(name + type, access);
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    ClassFile file =
        new ClassFile(
            reader.getClassName(),
            reader.getAccess(),
            reader.getSuperName(),
            Arrays.asList(reader.getInterfaces()),
            members,
            new ArrayList<>(),
            new ArrayList<>());
    file.refer(reader);
    return file;
  }

  private void refer(ClassReader reader) {
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      // A long takes two entries, of which the second is none.
      int tag = at == 0 ? 0 : reader.readByte(at - 1);
      if (tag == CLASS) {
        classes.add(reader.readUTF8(at, buffer));
      } else if (tag == FIELD || tag == METHOD || tag == INTERFACE_METHOD) {
        int member = reader.getItem(reader.readUnsignedShort(at + 2));
        references.add(
            new Reference(
                reader.readClass(at, buffer),
                reader.readUTF8(member, buffer) + reader.readUTF8(member + 2, buffer),
                tag == FIELD ? null : tag == INTERFACE_METHOD));
      }
    }
  }
}
