package dev.loupe.kernel;

import dev.loupe.kernel.Catalog.Kind;
import org.jspecify.annotations.Nullable;

/// Which kinds of kernel a program may take.
public enum KernelPolicy {
  /// The fastest.
  FASTEST,
  /// Only the reference kernels: slow, and right by looking at them.
  REFERENCE,
  /// No vector kernels: what a JVM without the vector module gets.
  PLAIN;

  /// The fastest that this JVM can run.
  public static KernelPolicy best() {
    return vectorModulePresent() ? FASTEST : PLAIN;
  }

  /// Whether the JVM was started with `--add-modules jdk.incubator.vector`.
  public static boolean vectorModulePresent() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /// The width of this machine's vectors in bits; 0 where the JVM runs without the vector module.
  public static int vectorBits() {
    return vectorModulePresent() ? 32 * Lanes.N : 0;
  }

  /// Why a kind of kernel may not be taken, or null where it may.
  public @Nullable String refuses(Kind kind) {
    return switch (this) {
      case FASTEST -> null;
      case REFERENCE -> kind == Kind.REFERENCE ? null : "only reference kernels are allowed";
      case PLAIN ->
          kind == Kind.VECTOR ? "the JVM runs without --add-modules jdk.incubator.vector" : null;
    };
  }
}
