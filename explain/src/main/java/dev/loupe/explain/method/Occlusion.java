package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Scores;
import dev.loupe.explain.Target;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// What the target loses when a window of the sample is hidden; a place gets the mean of all
/// windows over it. It needs no gradients, but a run for each window, and sees only what one window
/// hides.
///
/// Source: Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014, 4.2.
///
/// @param size of the window as a part of each axis
/// @param overlap of neighbouring windows, as a part of a window
/// @param baseline what hides it
public record Occlusion(float size, float overlap, Baseline baseline) implements Method {
  /// Windows of an eighth of each axis that overlap by half, hidden by 0.
  public static final Occlusion USUAL = new Occlusion(0.125f, 0.5f, Baseline.ZERO);

  /// Checks the settings.
  ///
  /// @throws LoupeException if a part is out of range
  public Occlusion {
    if (!(size > 0 && size <= 1)) {
      throw LoupeException.of("the window of occlusion is out of range")
          .expected("a part of each axis above 0, at most 1")
          .got(String.valueOf(size));
    }
    if (!(overlap >= 0 && overlap < 1)) {
      throw LoupeException.of("the overlap of occlusion's windows is out of range")
          .expected("a part of a window, from 0 on, below 1")
          .got(String.valueOf(overlap));
    }
  }

  @Override
  public String name() {
    return "occlusion";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    Method.check(lens, sample);
    Tensor hidden = baseline.of(sample);
    Shape places = Maps.places(sample.shape());
    List<Box> windows = windows(places);
    float[] scores =
        Scores.of(
            lens,
            target,
            Scores.Unit.VALUE,
            windows.size() + 1,
            (index, into) -> {
              into.copyFrom(sample);
              if (index > 0) {
                hide(windows.get(index - 1), places, hidden, into);
              }
            },
            progress);
    double[] sums = new double[places.length()];
    int[] counts = new int[sums.length];
    for (int w = 0; w < windows.size(); w++) {
      double loss = (double) scores[0] - scores[w + 1];
      windows
          .get(w)
          .each(
              places,
              i -> {
                sums[i] += loss;
                counts[i]++;
              });
    }
    Tensor map = Tensor.zeros(places);
    for (int i = 0; i < sums.length; i++) {
      map.set(i, (float) (sums[i] / counts[i]));
    }
    return Attribution.of(this, target, scores[0], Maps.oneChannel(map), map);
  }

  private static void hide(Box window, Shape places, Tensor hidden, Tensor into) {
    int channels = into.length() / places.length();
    window.each(
        places,
        i -> {
          for (int k = i * channels; k < (i + 1) * channels; k++) {
            into.set(k, hidden.get(k));
          }
        });
  }

  private List<Box> windows(Shape places) {
    List<Box> all = List.of(new Box(new int[0], new int[0]));
    for (int axis = 0; axis < places.rank(); axis++) {
      int length = places.size(axis);
      int window = Math.max(1, Math.round(size * length));
      int stride = Math.max(1, Math.round(window * (1 - overlap)));
      List<Box> finer = new ArrayList<>();
      for (Box box : all) {
        for (int from = 0; from < length - window + stride; from += stride) {
          int start = Math.min(from, length - window);
          finer.add(box.along(start, start + window));
        }
      }
      all = finer;
    }
    return all;
  }

  /// Places from some index to another, exclusive, along each axis.
  private record Box(int[] from, int[] to) {
    Box along(int start, int end) {
      int[] starts = Arrays.copyOf(from, from.length + 1);
      int[] ends = Arrays.copyOf(to, to.length + 1);
      starts[from.length] = start;
      ends[to.length] = end;
      return new Box(starts, ends);
    }

    void each(Shape places, IntConsumer place) {
      each(places, 0, 0, place);
    }

    private void each(Shape places, int axis, int at, IntConsumer place) {
      if (axis == from.length) {
        place.accept(at);
        return;
      }
      for (int i = from[axis]; i < to[axis]; i++) {
        each(places, axis + 1, at * places.size(axis) + i, place);
      }
    }
  }
}
