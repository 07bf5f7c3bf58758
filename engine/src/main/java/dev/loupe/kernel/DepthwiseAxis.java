package dev.loupe.kernel;

import java.util.ArrayList;
import java.util.List;

/// One spatial axis of a depthwise convolution, seen from the tensor that is written: which taps
/// meet a value of the tensor that is read.
///
/// Indices that meet the same taps at the same distances are of one kind; there are few kinds. The
/// indices of a kind form runs with constant steps in both tensors. Along a dilated axis the step
/// of a run is the dilation, so that neighbours in a run read what neighbouring taps read.
final class DepthwiseAxis {
  /// The taps that some indices meet, ascending, and how far from its start an index reads them.
  record Kind(TapAxis phase, int first, int end) {
    int count() {
      return end - first;
    }

    int tap(int t) {
      return phase.taps()[first + t];
    }

    int shift(int t) {
      return phase.shifts()[first + t];
    }
  }

  /// Indices of one kind at equal distances.
  ///
  /// @param kind the number of the kind
  /// @param first the first index
  /// @param step from one index to the next
  /// @param count how many there are
  /// @param from where the first starts in the tensor that is read: shifts are added
  /// @param fromStep from one to the next there
  record Run(int kind, int first, int step, int count, int from, int fromStep) {
    /// How many members have an index below `end`.
    int below(int end) {
      return Math.clamp((end - first + step - 1) / step, 0, count);
    }
  }

  private final int read;
  private final List<Kind> kinds = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final int[] kindOf;
  private final int[] from;

  /// The axis of a forward convolution, which reads the source.
  static DepthwiseAxis forward(Axis axis, int source, int target) {
    return new DepthwiseAxis(axis, source, target, List.of(TapAxis.forward(axis, target)));
  }

  /// The axis of the way back, which reads the target.
  static DepthwiseAxis backward(Axis axis, int source, int target) {
    List<TapAxis> phases = new ArrayList<>();
    for (int p = 0; p < Math.min(axis.stride(), source); p++) {
      phases.add(TapAxis.backward(axis, source, p));
    }
    return new DepthwiseAxis(axis, target, source, phases);
  }

  private DepthwiseAxis(Axis axis, int read, int written, List<TapAxis> phases) {
    this.read = read;
    this.kindOf = new int[written];
    this.from = new int[written];
    int jump = axis.stride() == 1 ? axis.dilation() : 1;
    for (TapAxis phase : phases) {
      for (int q = 0; q < phase.count(); q++) {
        int i = phase.start() + q * phase.step();
        from[i] = q * phase.sourceStep();
        kindOf[i] = kind(phase, from[i]);
      }
      for (int q = 0; q < Math.min(jump, phase.count()); q++) {
        addRuns(phase, q, jump);
      }
    }
  }

  /// The number of the kind of an index. Shifts rise or fall, so the taps inside are neighbours.
  private int kind(TapAxis phase, int start) {
    int first = 0;
    int end = phase.shifts().length;
    while (first < end && outside(start + phase.shifts()[first])) {
      first++;
    }
    while (first < end && outside(start + phase.shifts()[end - 1])) {
      end--;
    }
    for (int k = kinds.size() - 1; k >= 0; k--) {
      Kind kind = kinds.get(k);
      if (kind.phase().equals(phase) && kind.first() == first && kind.end() == end) {
        return k;
      }
    }
    kinds.add(new Kind(phase, first, end));
    return kinds.size() - 1;
  }

  private boolean outside(int i) {
    return i < 0 || i >= read;
  }

  /// The runs among every `jump`-th value of a phase from `begin` on.
  private void addRuns(TapAxis phase, int begin, int jump) {
    for (int q = begin; q < phase.count(); q += jump) {
      int first = phase.start() + begin * phase.step();
      int next = phase.start() + (q + jump) * phase.step();
      if (q + jump >= phase.count() || kindOf[next] != kindOf[first]) {
        int count = (q - begin) / jump + 1;
        int step = jump * phase.step();
        runs.add(
            new Run(kindOf[first], first, step, count, from[first], jump * phase.sourceStep()));
        begin = q + jump;
      }
    }
  }

  /// How many indices there are.
  int size() {
    return kindOf.length;
  }

  /// The size of the axis in the tensor that is read.
  int read() {
    return read;
  }

  /// All kinds.
  List<Kind> kinds() {
    return kinds;
  }

  /// All runs: every index is in one.
  List<Run> runs() {
    return runs;
  }

  /// The number of the kind of an index.
  int kind(int i) {
    return kindOf[i];
  }

  /// Where an index starts in the tensor that is read.
  int from(int i) {
    return from[i];
  }
}
