package dev.loupe.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The kernels that can do one op, best first. The first that accepts the geometry is taken; the
/// last is the reference, which accepts everything. A refusal keeps its reason.
///
/// @param <G> the geometry record that says all about a problem
/// @param candidates best first
public record Catalog<G>(List<Candidate<G>> candidates) {
  /// One kernel that may be taken.
  ///
  /// @param <G> the geometry record
  /// @param name as `describe()` prints it
  /// @param kind what it needs
  /// @param refusal why a geometry is not for this kernel, or null where it is
  /// @param bind makes the kernel for a geometry
  public record Candidate<G>(
      String name, Kind kind, Function<G, @Nullable String> refusal, Function<G, Kernel> bind) {}

  /// What a kernel needs.
  public enum Kind {
    /// Obvious loops that define what is right.
    REFERENCE,
    /// Plain Java, for what has no arithmetic to vectorise.
    PLAIN,
    /// The Vector API.
    VECTOR
  }

  /// The kernel that was taken.
  ///
  /// @param name its name in the catalog
  /// @param kernel bound to the geometry
  /// @param refusals why the ones before it were not taken
  public record Choice(String name, Kernel kernel, List<String> refusals) {}

  /// Starts a catalog with its reference kernel.
  public static <G> Catalog<G> reference(Function<G, Kernel> bind) {
    return new Catalog<>(List.of(new Candidate<>("reference", Kind.REFERENCE, g -> null, bind)));
  }

  /// Puts a vector kernel that accepts everything in front.
  public Catalog<G> vector(String name, Function<G, Kernel> bind) {
    return before(new Candidate<>(name, Kind.VECTOR, g -> null, bind));
  }

  /// Puts a vector kernel that accepts some geometries in front.
  public Catalog<G> vector(
      String name, Function<G, @Nullable String> refusal, Function<G, Kernel> bind) {
    return before(new Candidate<>(name, Kind.VECTOR, refusal, bind));
  }

  /// Puts a plain kernel in front.
  public Catalog<G> plain(String name, Function<G, Kernel> bind) {
    return before(new Candidate<>(name, Kind.PLAIN, g -> null, bind));
  }

  /// Takes the first kernel that the policy allows and that accepts the geometry.
  public Choice choose(G geometry, KernelPolicy policy) {
    List<String> refusals = new ArrayList<>();
    for (Candidate<G> c : candidates) {
      String reason = policy.refuses(c.kind());
      if (reason == null) {
        reason = c.refusal().apply(geometry);
      }
      if (reason == null) {
        return new Choice(c.name(), c.bind().apply(geometry), List.copyOf(refusals));
      }
      refusals.add(c.name() + ": " + reason);
    }
    throw new IllegalStateException("no kernel accepts " + geometry + ": " + refusals);
  }

  private Catalog<G> before(Candidate<G> candidate) {
    List<Candidate<G>> all = new ArrayList<>();
    all.add(candidate);
    all.addAll(candidates);
    return new Catalog<>(List.copyOf(all));
  }
}
