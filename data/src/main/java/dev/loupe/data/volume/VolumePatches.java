package dev.loupe.data.volume;

import dev.loupe.data.Card;
import dev.loupe.data.Dataset;
import dev.loupe.data.Splits;
import dev.loupe.data.Target;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Cubes out of a part of a volume with maps, as samples whose maps are to be learned.
public final class VolumePatches implements Dataset {
  private final VolumePair pair;
  private final List<String> classes;
  private final int size;
  private final int[][] starts;
  private final Card card;

  /// An axis of a volume whose axes lead to the right, the front and the top.
  public enum Axis {
    /// From left to right.
    X(2),
    /// From the back (posterior) to the front (anterior).
    Y(1),
    /// From the bottom to the top.
    Z(0);

    private final int tensor;

    Axis(int tensor) {
      this.tensor = tensor;
    }
  }

  /// How a volume is divided.
  ///
  /// @param axis across which it is cut in two: the lower part is learned from, the upper one
  ///     judged by
  /// @param share of the lower part, above 0 and below 1
  /// @param size the edge of a cube
  /// @param count how many cubes to learn from there are, at places drawn from the seed
  /// @param seed of the places
  public record Division(Axis axis, double share, int size, int count, long seed) {
    /// Checks the numbers.
    ///
    /// @throws LoupeException if one is out of range
    public Division {
      if (!(share > 0 && share < 1)) {
        throw LoupeException.of("the share to learn from is out of range")
            .expected("above 0 and below 1")
            .got(String.valueOf(share));
      }
      if (size < 1 || count < 1) {
        throw LoupeException.of("patches can't be so small or so few")
            .expected("an edge and a number of at least 1")
            .got(count + " of " + size);
      }
    }

    /// 256 cubes with edges of 32 out of the lower half of an axis.
    public static Division of(Axis axis) {
      return new Division(axis, 0.5, 32, 256, 0);
    }
  }

  private VolumePatches(
      VolumePair pair, List<String> classes, int size, int[][] starts, Card whole) {
    this.pair = pair;
    this.classes = List.copyOf(classes);
    this.size = size;
    this.starts = starts;
    this.card =
        new Card(
            whole.name(),
            "%d patches of %s; %s".formatted(starts.length, shape(), whole.description()),
            whole.source(),
            whole.licence(),
            whole.hash() + "-" + Integer.toHexString(Arrays.deepHashCode(starts)) + "-" + size);
  }

  /// Cuts a volume in two: cubes at drawn places of the lower part are learned from; the upper
  /// part is laid out with cubes, of which the last of each row covers a part of the one before.
  ///
  /// No voxel is in both parts.
  ///
  /// @param classes a name for each class of the pair
  /// @param card of the whole
  /// @throws LoupeException if a part is smaller than a cube, or names are missing
  public static Splits split(VolumePair pair, List<String> classes, Division how, Card card) {
    if (classes.size() != pair.classes()) {
      throw LoupeException.of("each class needs a name")
          .expected(pair.classes() + " names: of the ground and of each map")
          .got(String.join(", ", classes));
    }
    int axis = how.axis().tensor;
    int cut = (int) Math.round(pair.shape().size(axis) * how.share());
    int[] low = new int[3];
    int[] high = {pair.shape().size(0), pair.shape().size(1), pair.shape().size(2)};
    int[] middle = high.clone();
    middle[axis] = cut;
    int[][] learned = drawn(low, middle, how);
    int[] from = low.clone();
    from[axis] = cut;
    int[][] judged = grid(from, high, how.size());
    return new Splits(
        new VolumePatches(pair, classes, how.size(), learned, card),
        new VolumePatches(pair, classes, how.size(), judged, card));
  }

  private static int[][] drawn(int[] from, int[] to, Division how) {
    check(from, to, how.size());
    Seed seed = Seed.of(how.seed()).child("patches");
    int[][] starts = new int[how.count()][3];
    for (int i = 0; i < starts.length; i++) {
      for (int a = 0; a < 3; a++) {
        int places = to[a] - from[a] - how.size() + 1;
        starts[i][a] = from[a] + seed.child(i).below(a, places);
      }
    }
    return starts;
  }

  private static int[][] grid(int[] from, int[] to, int size) {
    check(from, to, size);
    int[] counts = new int[3];
    for (int a = 0; a < 3; a++) {
      counts[a] = (to[a] - from[a] + size - 1) / size;
    }
    int[][] starts = new int[counts[0] * counts[1] * counts[2]][3];
    for (int i = 0; i < starts.length; i++) {
      int rest = i;
      for (int a = 2; a >= 0; a--) {
        starts[i][a] = Math.min(from[a] + rest % counts[a] * size, to[a] - size);
        rest /= counts[a];
      }
    }
    return starts;
  }

  private static void check(int[] from, int[] to, int size) {
    for (int a = 0; a < 3; a++) {
      if (to[a] - from[a] < size) {
        throw LoupeException.of("a part of the volume is smaller than a patch")
            .expected("at least %d voxels along each axis".formatted(size))
            .got(
                "%dx%dx%d voxels (z, y, x)"
                    .formatted(to[0] - from[0], to[1] - from[1], to[2] - from[2]))
            .fix("take smaller patches");
      }
    }
  }

  @Override
  public int size() {
    return starts.length;
  }

  @Override
  public Shape shape() {
    return Shape.of(size, size, size, pair.shape().channels());
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public Target target() {
    return Target.MAP;
  }

  @Override
  public int label(int index) {
    return 0;
  }

  @Override
  public void read(int index, Tensor into) {
    into.copyFrom(patch(index).image());
  }

  @Override
  public void readTarget(int index, Tensor into) {
    into.copyFrom(patch(index).labels());
  }

  private VolumePair.Patch patch(int index) {
    int[] start = starts[index];
    return pair.read(start[0], start[1], start[2], size);
  }

  /// Where a patch begins: z, y, x.
  public int[] start(int index) {
    return starts[index].clone();
  }

  @Override
  public Card card() {
    return card;
  }
}
