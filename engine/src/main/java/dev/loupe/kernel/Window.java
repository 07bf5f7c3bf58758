package dev.loupe.kernel;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// How a window slides over the spatial axes of a tensor N, spatial..., C: one [Axis] each.
///
/// @param axes the spatial axes, outermost first
public record Window(List<Axis> axes) {
  /// Copies the list.
  public Window {
    axes = List.copyOf(axes);
  }

  /// The same kernel, stride and padding on every axis.
  public static Window of(int rank, int kernel, int stride, int padding) {
    return new Window(Collections.nCopies(rank, Axis.of(kernel, stride, padding)));
  }

  /// The number of spatial axes.
  public int rank() {
    return axes.size();
  }

  /// The axis with an index.
  public Axis axis(int i) {
    return axes.get(i);
  }

  /// How many values lie under the window.
  public int taps() {
    return axes.stream().mapToInt(Axis::kernel).reduce(1, Math::multiplyExact);
  }

  /// The sizes of the kernel.
  public List<Integer> kernel() {
    return axes.stream().map(Axis::kernel).toList();
  }

  /// The shape of what the window writes, with `channels` channels.
  ///
  /// @param input N, spatial..., C
  /// @param ceil whether to round the output size up
  /// @throws LoupeException if the ranks differ or the window is larger than the padded input
  public Shape output(Shape input, int channels, boolean ceil) {
    checkRank(input);
    List<Integer> sizes = new ArrayList<>();
    sizes.add(input.size(0));
    for (int i = 0; i < rank(); i++) {
      int size = input.size(i + 1);
      sizes.add(ceil ? axis(i).outputCeil(size) : axis(i).output(size));
    }
    sizes.add(channels);
    return Shape.of(sizes);
  }

  /// Refuses an input with another number of spatial axes.
  public void checkRank(Shape input) {
    if (input.spatialRank() != rank()) {
      throw LoupeException.of("the window and the input differ in rank")
          .expected("batch, %d spatial sizes, channels".formatted(rank()))
          .got(input.toString())
          .fix("give the layer a kernel of %d sizes".formatted(Math.max(0, input.spatialRank())));
    }
  }

  @Override
  public String toString() {
    String text = join(axes.stream().map(Axis::kernel).toList());
    if (axes.stream().anyMatch(a -> a.stride() != 1)) {
      text += " stride " + join(axes.stream().map(Axis::stride).toList());
    }
    if (axes.stream().anyMatch(a -> a.dilation() != 1)) {
      text += " dilation " + join(axes.stream().map(Axis::dilation).toList());
    }
    if (axes.stream().anyMatch(a -> a.before() != 0 || a.after() != 0)) {
      text +=
          " padding "
              + axes.stream()
                  .map(
                      a -> a.before() == a.after() ? "" + a.before() : a.before() + "+" + a.after())
                  .collect(Collectors.joining("x"));
    }
    return text;
  }

  private static String join(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
