package dev.loupe.graph;

import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.KernelPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A graph made ready to run: the steps with their kernels, and where every value lies.
///
/// Nothing is allocated yet, so that the memory can be told, and refused, before anything is done.
///
/// @param graph what is run
/// @param steps in running order
/// @param activations the memory of values that come and go
/// @param pinned the memory of inputs, constants and prepared weights
/// @param spots where each node's value lies
/// @param mode how it was planned
public record Plan(
    Graph graph,
    List<Step> steps,
    MemoryPlan activations,
    MemoryPlan pinned,
    List<Spot> spots,
    Mode mode) {

  /// How a plan treats memory and kernels.
  public enum Mode {
    /// The fastest kernels, memory shared by values that don't live at the same time.
    FAST,
    /// For finding faults: reference kernels, a buffer for each value, filled with NaN before each
    /// run and surrounded by guard words.
    CHECKED;

    KernelPolicy policy() {
      return this == FAST ? KernelPolicy.best() : KernelPolicy.REFERENCE;
    }
  }

  /// A kernel with the node that it computes.
  ///
  /// @param node the node
  /// @param choice its kernel and why it was taken
  /// @param workspace where its workspace lies
  /// @param once whether it only depends on variables that this plan never changes, so that it runs
  ///     once and again only when someone changes them
  /// @param packsOnce the same for phase 0, which packs weights
  public record Step(Node node, Choice choice, Spot workspace, boolean once, boolean packsOnce) {}

  /// Where a value lies.
  ///
  /// @param area which memory
  /// @param block the index of the block in that memory, or of the node for variables
  /// @param offset from the start of the block
  public record Spot(Area area, int block, int offset) {
    static final Spot NONE = new Spot(Area.NONE, 0, 0);
  }

  /// The memories of a program.
  public enum Area {
    /// No memory is needed.
    NONE,
    /// The parameters' slab.
    VARIABLE,
    /// See [Plan#pinned].
    PINNED,
    /// See [Plan#activations].
    ACTIVATION
  }

  /// Plans a graph.
  public static Plan of(Graph graph, Mode mode) {
    return new Planner(graph, mode).plan();
  }

  /// The memory that a program of this plan allocates, in bytes; parameters not included.
  public long bytes() {
    return activations.bytes() + pinned.bytes() + scratchBytes();
  }

  /// The largest scratch memory that one worker needs, in bytes.
  public long scratchBytes() {
    return 4L * steps.stream().mapToInt(s -> s.choice().kernel().scratch()).max().orElse(0);
  }

  /// The memory of the variables, in bytes.
  public long variableBytes() {
    return graph.variables().stream().mapToLong(v -> 4 * v.shape().elements()).sum();
  }

  /// Floating point operations of one run, without what runs only once.
  public long flops() {
    return repeated().stream().mapToLong(s -> flops(s.node())).sum();
  }

  /// The steps of every run: those that don't only depend on variables.
  public List<Step> repeated() {
    return steps.stream().filter(s -> !s.once()).toList();
  }

  /// The steps in a table: path, op, kernel, shape, place, operations, and why kernels were
  /// refused.
  public String describe() {
    List<String> lines = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    int index = 0;
    for (Step s : steps) {
      Node n = s.node();
      Spot spot = spots.get(n.id());
      StringBuilder line = new StringBuilder();
      line.append(
          String.format(
              Locale.ROOT,
              "%4d  %-28s %-34s %-18s %-18s %s",
              index++,
              n.path(),
              n.op(),
              n.shape(),
              s.choice().name(),
              where(spot)));
      long flops = flops(n);
      if (flops >= 1_000_000) {
        line.append(String.format(Locale.ROOT, "  %.1f MFLOP", flops / 1e6));
      }
      if (s.once()) {
        line.append("  once");
      } else if (s.packsOnce()) {
        line.append("  weights packed once");
      }
      if (!s.choice().refusals().isEmpty()) {
        line.append("  refused ").append(String.join("; ", s.choice().refusals()));
      }
      lines.add(line.toString().stripTrailing());
      seen.merge(s.choice().name(), 1, Integer::sum);
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%d steps, %.1f MFLOP, activations %,d bytes, pinned %,d bytes, variables %,d bytes",
            steps.size(),
            flops() / 1e6,
            activations.bytes(),
            pinned.bytes(),
            variableBytes()));
    return String.join("\n", lines) + "\n";
  }

  private String where(Spot spot) {
    return switch (spot.area()) {
      case NONE -> "-";
      case VARIABLE -> "variable";
      case PINNED -> "pinned@" + at(pinned, spot);
      case ACTIVATION -> "@" + at(activations, spot);
    };
  }

  private static String at(MemoryPlan plan, Spot spot) {
    MemoryPlan.Place p = plan.place(spot.block());
    return (p.slab() == 0 ? "" : p.slab() + ":") + (p.offset() + spot.offset());
  }

  /// Floating point operations of one node.
  long flops(Node n) {
    return n.op() instanceof Computation c ? c.flops(graph.inputShapes(n), n.shape()) : 0;
  }
}
