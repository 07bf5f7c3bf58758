package dev.loupe.explain.hierarchy;

import dev.loupe.data.Dataset;
import dev.loupe.explain.Progress;
import dev.loupe.explain.filter.Sight;
import dev.loupe.explain.filter.Stage;
import dev.loupe.nn.ReceptiveField;
import dev.loupe.nn.ReceptiveFields;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The patches of a dataset that excite each channel of a stage most, at most one of each sample,
/// the greatest first.
///
/// @param stage whose channels
/// @param patches a list for each channel
public record Excitation(Stage stage, List<List<Patch>> patches) {
  private static final int AT_ONCE = 16;

  /// Copies the lists.
  public Excitation {
    patches = patches.stream().map(List::copyOf).toList();
  }

  /// A value and where it is.
  private record Spot(int sample, int place, float value) {}

  /// Looks through a dataset once; only the best places are kept.
  ///
  /// @param samples how many of the first samples to look at
  /// @param most how many patches a channel keeps
  /// @throws LoupeException if the samples don't fit the network
  public static List<Excitation> of(
      Sight sight, List<Stage> stages, Dataset data, int samples, int most, Progress progress) {
    sight.check(data);
    int count = Math.min(samples, data.size());
    List<String> paths = stages.stream().map(Stage::path).toList();
    List<List<List<Spot>>> best = new ArrayList<>();
    for (Stage s : stages) {
      List<List<Spot>> channels = new ArrayList<>();
      for (int c = 0; c < s.channels(); c++) {
        channels.add(new ArrayList<>());
      }
      best.add(channels);
    }
    for (int from = 0; from < count; from += AT_ONCE) {
      int now = Math.min(AT_ONCE, count - from);
      Tensor batch = sight.normalised(sight.read(data, from, now));
      Map<String, Tensor> values = sight.lens().values(batch, paths);
      for (int s = 0; s < stages.size(); s++) {
        for (int i = 0; i < now; i++) {
          keep(values.getOrDefault(paths.get(s), batch).item(i), from + i, most, best.get(s));
        }
      }
      progress.at(from + now, count);
    }
    ReceptiveFields fields = ReceptiveFields.of(sight.lens().graph());
    List<Excitation> all = new ArrayList<>();
    for (int s = 0; s < stages.size(); s++) {
      Stage stage = stages.get(s);
      ReceptiveField field = fields.field(stage.node()).orElseThrow();
      List<List<Patch>> patches =
          best.get(s).stream()
              .map(spots -> spots.stream().map(p -> patch(p, stage, field, sight.shape())).toList())
              .toList();
      all.add(new Excitation(stage, patches));
    }
    return all;
  }

  /// Keeps a sample's greatest value of each channel, if it is among the best; of equals the first.
  private static void keep(Tensor values, int sample, int most, List<List<Spot>> best) {
    int channels = values.shape().channels();
    for (int c = 0; c < channels; c++) {
      int place = 0;
      for (int p = 1; p < values.length() / channels; p++) {
        if (values.get(p * channels + c) > values.get(place * channels + c)) {
          place = p;
        }
      }
      Spot spot = new Spot(sample, place, values.get(place * channels + c));
      List<Spot> kept = best.get(c);
      int at = kept.size();
      while (at > 0 && kept.get(at - 1).value() < spot.value()) {
        at--;
      }
      if (at < most) {
        kept.add(at, spot);
        if (kept.size() > most) {
          kept.removeLast();
        }
      }
    }
  }

  private static Patch patch(Spot spot, Stage stage, ReceptiveField field, Shape input) {
    Shape shape = stage.layer().shape();
    int[] places = new int[input.rank() - 1];
    int rest = spot.place();
    for (int a = places.length - 1; a >= 0; a--) {
      places[a] = rest % shape.size(a);
      rest /= shape.size(a);
    }
    List<Integer> first = new ArrayList<>();
    List<Integer> size = new ArrayList<>();
    for (int a = 0; a < places.length; a++) {
      ReceptiveField.Axis axis = field.axes().get(a);
      double from = Math.floor(axis.first() + places[a] * axis.stride());
      double to = Math.ceil(axis.last() + places[a] * axis.stride());
      int begin = (int) Math.clamp(from, 0, input.size(a) - 1.0);
      int end = (int) Math.clamp(to, begin, input.size(a) - 1.0);
      first.add(begin);
      size.add(end - begin + 1);
    }
    return new Patch(spot.sample(), spot.value(), first, size);
  }

  /// Cuts a patch out of its sample.
  ///
  /// @param sample spatial..., channels
  public static Tensor cut(Tensor sample, Patch patch) {
    int rank = patch.size().size();
    List<Integer> sizes = new ArrayList<>(patch.size());
    sizes.add(sample.shape().channels());
    Tensor cut = Tensor.zeros(Shape.of(sizes));
    int channels = sample.shape().channels();
    for (int i = 0; i < cut.length() / channels; i++) {
      int rest = i;
      int at = 0;
      int step = 1;
      for (int a = rank - 1; a >= 0; a--) {
        at += (patch.first().get(a) + rest % patch.size().get(a)) * step;
        step *= sample.shape().size(a);
        rest /= patch.size().get(a);
      }
      for (int c = 0; c < channels; c++) {
        cut.set(i * channels + c, sample.get(at * channels + c));
      }
    }
    return cut;
  }
}
