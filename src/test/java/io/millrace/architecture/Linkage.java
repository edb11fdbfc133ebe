package io.millrace.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.xbean.asm9.Opcodes;

/**
 * Whether classes link with what a class loader finds: every class, field and method that they
 * refer to is there, classes are not interfaces now nor interfaces classes, and nothing abstract is
 * left to do. It resolves as the Java Virtual Machine Specification has it (5.4.3), but for access,
 * and looks at all references where Java would meet only those that it runs into.
 */
public final class Linkage {

  /** Methods of any signature: java.lang.invoke.MethodHandle.invokeExact and the like. */
  private static final Set<String> POLYMORPHIC =
      Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

  private final ClassLoader loader;
  private final Map<String, Optional<ClassFile>> known = new HashMap<>();

  public Linkage(ClassLoader loader) {
    this.loader = loader;
  }

  private Optional<ClassFile> file(String name) {
    Optional<ClassFile> found = known.get(name);
    if (found == null) {
      found = find(name);
      known.put(name, found);
    }
    return found;
  }

  private Optional<ClassFile> find(String name) {
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null ? Optional.empty() : Optional.of(ClassFile.read(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What does not link in a class.
   *
   * @param name such as {@code io/millrace/jobs/Verbs}
   */
  public List<String> problems(String name) {
    return file(name).map(this::problems).orElseGet(() -> List.of(name + " is not there"));
  }

  List<String> problems(ClassFile file) {
    known.put(file.name(), Optional.of(file));
    Set<String> problems = new LinkedHashSet<>();
    for (String one : file.classes()) {
      String element = element(one);
      if (!element.isEmpty() && file(element).isEmpty()) {
        problems.add("there is no " + element);
      }
    }
    for (ClassFile.Reference reference : file.references()) {
      problem(reference).ifPresent(problems::add);
    }
    if (!file.isAbstract()) {
      toDo(file).forEach(member -> problems.add("nothing does " + member));
    }
    return problems.stream().map(problem -> file.name() + ": " + problem).toList();
  }

  /** Of an array what it holds; empty for int and the like. */
  private static String element(String name) {
    if (!name.startsWith("[")) {
      return name;
    }
    String element = name.substring(name.lastIndexOf('[') + 1);
    return element.startsWith("L") ? element.substring(1, element.length() - 1) : "";
  }

  private Optional<String> problem(ClassFile.Reference reference) {
    String owner = reference.owner().startsWith("[") ? "java/lang/Object" : reference.owner();
    Optional<ClassFile> file = file(owner);
    if (file.isEmpty()) {
      return Optional.of("there is no " + owner);
    }
    Boolean meant = reference.ofInterface();
    if (meant != null && meant != file.get().isInterface()) {
      return Optional.of(owner + (meant ? " is no interface" : " is an interface"));
    }
    if (POLYMORPHIC.contains(owner)
        || lineage(file.get()).stream()
            .anyMatch(one -> one.members().containsKey(reference.member()))) {
      return Optional.empty();
    }
    return Optional.of("there is no " + reference);
  }

  /** A class, what it extends and implements, and for an interface Object, whose methods it has. */
  private List<ClassFile> lineage(ClassFile file) {
    List<ClassFile> all = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(file.parents());
    all.add(file);
    while (!next.isEmpty()) {
      String name = next.poll();
      if (seen.add(name)) {
        file(name)
            .ifPresent(
                parent -> {
                  all.add(parent);
                  next.addAll(parent.parents());
                });
      }
    }
    return all;
  }

  /** Abstract methods that neither a class nor anything above it does. */
  private List<String> toDo(ClassFile file) {
    List<ClassFile> lineage = lineage(file);
    Set<String> done = new LinkedHashSet<>();
    Set<String> wanted = new LinkedHashSet<>();
    for (ClassFile one : lineage) {
      one.members()
          .forEach(
              (member, access) -> {
                if (member.contains("(")) {
                  ((access & Opcodes.ACC_ABSTRACT) == 0 ? done : wanted).add(member);
                }
              });
    }
    wanted.removeAll(done);
    return List.copyOf(wanted);
  }
}
