package dev.loupe.graph;

import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which steps run some samples at a time, one after the other, before the next samples begin: so
/// that large values are read while they still lie in the caches, and take less memory.
///
/// A run of consecutive steps is sliced if all take samples one by one and have few weights, made
/// ready beforehand: from the first to the last that reads or writes a value too large for the
/// caches. By shape alone; the bits stay the same.
///
/// @param first for each node the first node of its run, or itself
/// @param last the last node of its run, or itself
/// @param counts how many slices there are; 1 outside of runs
/// @param inner whether only steps of its run read a value, so that there is one slice of it
record Slicing(int[] first, int[] last, int[] counts, boolean[] inner) {
  // Floats of values that don't stay in the caches: 8 MiB.
  private static final long LARGE = 1 << 21;
  // Floats of the largest value of a slice, where it has several samples.
  private static final long SLICE = 1 << 20;
  // Floats that are read as a whole, for each slice.
  private static final long WEIGHTS = 1 << 16;

  /// Nothing is sliced.
  static Slicing none(int size) {
    int[] self = new int[size];
    Arrays.setAll(self, i -> i);
    int[] ones = new int[size];
    Arrays.fill(ones, 1);
    return new Slicing(self, self.clone(), ones, new boolean[size]);
  }

  /// Slices what is worth it.
  ///
  /// @param fixed values that are computed once
  static Slicing of(Graph graph, boolean[] fixed) {
    Slicing s = none(graph.nodes().size());
    List<Node> run = new ArrayList<>();
    int large = 0;
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Computation c && !fixed[n.id()]) {
        long floats = largest(graph, n, c, fixed);
        if (floats == 0 || (large > 0 && run.getFirst().shape().size(0) != n.shape().size(0))) {
          s.close(graph, run.subList(0, large));
          run.clear();
          large = 0;
        }
        // Small values are taken along on the way to the next large one.
        if (floats >= LARGE || (floats > 0 && large > 0)) {
          run.add(n);
          large = floats >= LARGE ? run.size() : large;
        }
      }
    }
    s.close(graph, run.subList(0, large));
    return s;
  }

  /// The floats of the largest value that a step reads or writes sample by sample; 0 where it can't
  /// be sliced.
  private static long largest(Graph graph, Node n, Computation c, boolean[] fixed) {
    List<Shape> shapes = graph.inputShapes(n);
    if (!c.samplewise(shapes) || n.shape().size(0) == 1) {
      return 0;
    }
    long most = n.shape().elements();
    long whole = 0;
    for (int i = 0; i < shapes.size(); i++) {
      long floats = shapes.get(i).elements();
      if (c.bySample(i, shapes)) {
        most = Math.max(most, floats);
      } else if (fixed[n.inputs().get(i)]) {
        whole += floats;
      } else {
        return 0;
      }
    }
    return whole <= WEIGHTS ? most : 0;
  }

  /// Whether two nodes are in the same run, or both in none.
  boolean together(int one, int other) {
    return counts[one] == 1 ? counts[other] == 1 : first[one] == first[other];
  }

  /// The shapes of what a step reads at a time.
  List<Shape> inputs(Graph graph, Node n) {
    List<Shape> shapes = new ArrayList<>(graph.inputShapes(n));
    for (int i = 0; i < shapes.size(); i++) {
      if (cuts(graph, n, i)) {
        shapes.set(i, slice(shapes.get(i), counts[n.id()]));
      }
    }
    return shapes;
  }

  /// The shape of what a step writes at a time.
  Shape value(Node n) {
    return counts[n.id()] > 1 ? slice(n.shape(), counts[n.id()]) : n.shape();
  }

  /// Whether a step reads a slice of an input.
  boolean cuts(Graph graph, Node n, int input) {
    return counts[n.id()] > 1
        && n.op() instanceof Computation c
        && c.bySample(input, graph.inputShapes(n));
  }

  private static Shape slice(Shape whole, int slices) {
    return whole.with(0, whole.size(0) / slices);
  }

  /// Notes a run, if it has several steps.
  private void close(Graph graph, List<Node> run) {
    if (run.size() < 2) {
      return;
    }
    int from = run.getFirst().id();
    int to = run.getLast().id();
    int batch = run.getFirst().shape().size(0);
    long largest = run.stream().mapToLong(n -> n.shape().elements()).max().orElse(0);
    int samples = Math.clamp(SLICE * batch / largest, 1, batch);
    while (batch % samples != 0) {
      samples--;
    }
    for (Node n : run) {
      first[n.id()] = from;
      last[n.id()] = to;
      counts[n.id()] = batch / samples;
      inner[n.id()] = !graph.outputs().containsValue(n.id());
    }
    for (Node reader : graph.nodes().subList(from, graph.nodes().size())) {
      if (counts[reader.id()] == 1 || first[reader.id()] != from) {
        reader.inputs().forEach(i -> inner[i] = false);
      }
    }
  }
}
