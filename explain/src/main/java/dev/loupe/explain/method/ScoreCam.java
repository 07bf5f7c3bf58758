package dev.loupe.explain.method;

import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Scores;
import dev.loupe.explain.Target;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// As Grad-CAM without gradients: the weight of a channel is what the target has of a sample that
/// is seen only through that channel, against one of 0 everywhere. A run for each channel.
///
/// Channels are enlarged to the sample and brought to 0 to 1; the weights of those that are not the
/// same everywhere are a softmax over the differences.
///
/// Source: Wang et al., Score-CAM, CVPR 2020 workshops, algorithm 1.
///
/// @param layer its path; empty for the last one with places
public record ScoreCam(String layer) implements Method {
  /// Of the last layer with places.
  public static final ScoreCam USUAL = new ScoreCam("");

  @Override
  public String name() {
    return "scorecam";
  }

  @Override
  public Attribution explain(Lens lens, Tensor sample, Target target, Progress progress) {
    LayerMap m = LayerMap.of(lens, sample, target, layer);
    List<Integer> varied = new ArrayList<>();
    for (int c = 0; c < m.channels(); c++) {
      if (high(m, c) > low(m, c)) {
        varied.add(c);
      }
    }
    Shape places = Maps.places(sample.shape());
    float[] scores =
        Scores.of(
            lens,
            target,
            Scores.Unit.VALUE,
            varied.size() + 1,
            (index, into) -> {
              if (index == 0) {
                into.fill(0);
              } else {
                through(Maps.enlarged(mask(m, varied.get(index - 1)), places), sample, into);
              }
            },
            progress);
    double most = 0;
    for (float s : scores) {
      most = Math.max(most, s - scores[0]);
    }
    double[] weights = new double[m.channels()];
    double sum = 0;
    for (int i = 0; i < varied.size(); i++) {
      double w = StrictMath.exp(scores[i + 1] - scores[0] - most);
      weights[varied.get(i)] = w;
      sum += w;
    }
    for (int c = 0; c < weights.length && sum > 0; c++) {
      weights[c] /= sum;
    }
    return m.attribution(this, sample, target, m.weighted(weights));
  }

  private static void through(Tensor mask, Tensor sample, Tensor into) {
    int channels = sample.length() / mask.length();
    for (int i = 0; i < into.length(); i++) {
      into.set(i, sample.get(i) * mask.get(i / channels));
    }
  }

  private static Tensor mask(LayerMap m, int channel) {
    float low = low(m, channel);
    float high = high(m, channel);
    Tensor mask = Tensor.zeros(Maps.places(m.layer().shape()));
    for (int i = 0; i < mask.length(); i++) {
      mask.set(i, (m.value(i, channel) - low) / (high - low));
    }
    return mask;
  }

  private static float low(LayerMap m, int channel) {
    float low = m.value(0, channel);
    for (int i = 1; i < m.places(); i++) {
      low = Math.min(low, m.value(i, channel));
    }
    return low;
  }

  private static float high(LayerMap m, int channel) {
    float high = m.value(0, channel);
    for (int i = 1; i < m.places(); i++) {
      high = Math.max(high, m.value(i, channel));
    }
    return high;
  }
}
