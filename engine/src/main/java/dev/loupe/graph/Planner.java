package dev.loupe.graph;

import dev.loupe.graph.Plan.Area;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Plan.Slices;
import dev.loupe.graph.Plan.Spot;
import dev.loupe.graph.Plan.Step;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.Kernel;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Chooses kernels and places values.
///
/// Each value has a root: the node in whose memory it lies. Views lie in their input's memory, and
/// so does the value of an op that may work in place where nobody reads the input any more.
final class Planner {
  private static final int FOREVER = Integer.MAX_VALUE;

  private final Graph graph;
  private final Mode mode;
  private final int size;
  private final int[] root;
  private final int[] offset;
  private final int[] lastUse;
  private final boolean[] fixed;
  private Slicing slicing;
  private Joining joining;
  private final MemoryPlan.Builder activations = new MemoryPlan.Builder();
  private final MemoryPlan.Builder pinned = new MemoryPlan.Builder();
  private final @Nullable Spot[] spots;
  private final List<Step> steps = new ArrayList<>();

  Planner(Graph graph, Mode mode) {
    this.graph = graph;
    this.mode = mode;
    this.size = graph.nodes().size();
    this.root = new int[size];
    this.offset = new int[size];
    this.lastUse = new int[size];
    this.fixed = new boolean[size];
    this.slicing = Slicing.none(size);
    this.joining = Joining.none(size);
    this.spots = new Spot[size];
    if (mode == Mode.CHECKED) {
      activations.gap(Program.GUARD);
    }
  }

  Plan plan() {
    findFixed();
    if (mode == Mode.FAST) {
      slicing = Slicing.of(graph, fixed);
      joining = Joining.of(graph, fixed, slicing, mode.policy());
    }
    findRoots();
    findLifetimes();
    for (Node n : graph.nodes()) {
      spots[n.id()] = spot(n);
      if (n.op() instanceof Computation c && !c.view(graph.inputShapes(n)) && !joining.holds(n)) {
        steps.add(step(n, c));
      }
    }
    List<Spot> all = new ArrayList<>();
    for (Spot s : spots) {
      all.add(s == null ? Spot.NONE : s);
    }
    return new Plan(graph, List.copyOf(steps), activations.build(), pinned.build(), all, mode);
  }

  /// Marks values that depend only on constants and on variables that this graph never changes.
  private void findFixed() {
    Set<Integer> overwritten = new HashSet<>();
    for (Node n : graph.nodes()) {
      for (int i = 0; i < n.inputs().size(); i++) {
        if (n.op() instanceof Computation c && c.overwrites(i)) {
          overwritten.add(n.inputs().get(i));
        }
      }
    }
    for (Node n : graph.nodes()) {
      fixed[n.id()] =
          switch (n.op()) {
            case Source.Input in -> false;
            case Source.Constant c -> true;
            case Source.Variable v -> !overwritten.contains(n.id());
            case Computation c -> n.inputs().stream().allMatch(i -> fixed[i]);
          };
    }
  }

  private void findRoots() {
    int[] lastRead = new int[size];
    for (Node n : graph.nodes()) {
      n.inputs().forEach(i -> lastRead[i] = n.id());
    }
    graph.outputs().values().forEach(i -> lastRead[i] = FOREVER);
    // The last read of anything in a root's memory; grows as views and in-place values join.
    int[] rootRead = new int[size];
    for (Node n : graph.nodes()) {
      int id = n.id();
      root[id] = id;
      if (n.op() instanceof Computation c) {
        if (c.view(graph.inputShapes(n))) {
          int input = n.inputs().get(0);
          root[id] = root[input];
          offset[id] = offset[input] + c.viewOffset(graph.inputShapes(n));
        } else if (mode == Mode.FAST && !joining.lies(id) && !joining.holds(n)) {
          int input = inPlaceInput(n, c, rootRead);
          if (input >= 0) {
            root[id] = root[input];
            offset[id] = offset[input];
          }
        }
      }
      int r = root[id];
      rootRead[r] = Math.max(rootRead[r], furthestRead(id, lastRead));
    }
  }

  /// When the value, or a view of it, is read for the last time.
  private int furthestRead(int id, int[] lastRead) {
    int last = lastRead[id];
    for (Node reader : graph.nodes().subList(id, size)) {
      if (reader.id() > lastRead[id]) {
        break;
      }
      if (reader.inputs().contains(id)
          && reader.op() instanceof Computation c
          && c.view(graph.inputShapes(reader))) {
        last = Math.max(last, furthestRead(reader.id(), lastRead));
      }
    }
    return last;
  }

  private int inPlaceInput(Node n, Computation c, int[] rootRead) {
    for (int i = 0; i < n.inputs().size(); i++) {
      int input = n.inputs().get(i);
      int r = root[input];
      if (!c.inPlace(i)
          || !graph.node(input).shape().equals(n.shape())
          || !(graph.node(r).op() instanceof Computation)
          || fixed[input] != fixed[n.id()]
          || !together(input, n.id())
          || rootRead[r] > n.id()) {
        continue;
      }
      // An op that reads the memory a second time may do so after it has written.
      long readers = n.inputs().stream().filter(other -> root[other] == r).count();
      if (readers == 1) {
        return input;
      }
    }
    return -1;
  }

  /// Whether a value and another in its place have as many slices in memory.
  private boolean together(int input, int id) {
    boolean same = slicing.first()[input] == slicing.first()[id];
    return slicing.counts()[id] == 1
        ? !slicing.inner()[input]
        : same && slicing.inner()[input] && slicing.inner()[id];
  }

  /// Values that come into a run of sliced steps, or leave it, live as long as all of it runs.
  private void findLifetimes() {
    Arrays.fill(lastUse, -1);
    for (Node n : graph.nodes()) {
      int end = slicing.last()[n.id()];
      int own = slicing.inner()[n.id()] ? n.id() : end;
      lastUse[root[n.id()]] = Math.max(lastUse[root[n.id()]], own);
      for (int i : n.inputs()) {
        lastUse[root[i]] = Math.max(lastUse[root[i]], slicing.inner()[i] ? n.id() : end);
      }
    }
    graph.outputs().values().forEach(i -> lastUse[root[i]] = FOREVER);
  }

  private Spot spot(Node n) {
    int id = n.id();
    int r = root[id];
    if (r != id) {
      Spot base = spots[r];
      if (base == null) {
        throw new IllegalStateException("node " + r + " was not placed before " + id);
      }
      return new Spot(base.area(), base.block(), base.offset() + offset[id]);
    }
    if (joining.lies(id)) {
      Node whole = graph.node(joining.whole()[id]);
      Spot base = Objects.requireNonNullElseGet(spots[whole.id()], () -> activation(whole, id));
      spots[whole.id()] = base;
      return new Spot(base.area(), base.block(), base.offset() + joining.channels()[id]);
    }
    Spot known = spots[id];
    if (known != null) {
      return known;
    }
    long floats = n.shape().elements();
    return switch (n.op()) {
      case Source.Variable v -> new Spot(Area.VARIABLE, id, 0);
      case Source.Input in -> new Spot(Area.PINNED, pinned.pinned(floats), 0);
      case Source.Constant c -> new Spot(Area.PINNED, pinned.pinned(floats), 0);
      case Computation c ->
          fixed[id] ? new Spot(Area.PINNED, pinned.pinned(floats), 0) : activation(n, id);
    };
  }

  /// A place for a value that lives from a node on, or from the start of its run.
  private Spot activation(Node n, int from) {
    int id = n.id();
    boolean inner = slicing.inner()[id];
    long floats = inner ? slicing.value(n).elements() : n.shape().elements();
    int start = inner ? from : slicing.first()[from];
    return new Spot(Area.ACTIVATION, activations.block(floats, start, lastUse(id)), 0);
  }

  private int lastUse(int r) {
    return mode == Mode.CHECKED ? FOREVER : lastUse[r];
  }

  private Step step(Node n, Computation c) {
    List<Shape> shapes = slicing.inputs(graph, n);
    List<Integer> strides = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      boolean inner = slicing.inner()[n.inputs().get(i)];
      strides.add(slicing.cuts(graph, n, i) && !inner ? shapes.get(i).length() : 0);
    }
    Node whole = graph.node(joining.whole()[n.id()]);
    boolean leaves = slicing.counts()[n.id()] > 1 && !slicing.inner()[whole.id()];
    strides.add(leaves ? slicing.value(whole).length() : 0);
    Choice choice = c.kernel(shapes, slicing.value(n), mode.policy());
    if (joining.lies(n.id())) {
      choice = spaced(choice, whole.shape().channels());
    }
    long floats = choice.kernel().workspace();
    boolean once = fixed[n.id()];
    boolean packsOnce =
        !once && choice.kernel().packsWeights() && fixed[n.inputs().get(1)] && floats > 0;
    Spot workspace = Spot.NONE;
    if (floats > 0) {
      workspace =
          packsOnce || once
              ? new Spot(Area.PINNED, pinned.pinned(floats), 0)
              : new Spot(Area.ACTIVATION, activations.block(floats, n.id(), n.id()), 0);
    }
    return new Step(
        n, choice, workspace, once, packsOnce, new Slices(slicing.counts()[n.id()], strides));
  }

  private static Choice spaced(Choice choice, int step) {
    Kernel kernel =
        choice.kernel().spaced(step).orElseThrow(() -> new IllegalStateException(choice.name()));
    return new Choice(choice.name(), kernel, choice.refusals());
  }
}
