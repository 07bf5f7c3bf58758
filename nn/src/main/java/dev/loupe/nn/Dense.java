package dev.loupe.nn;

import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.MatrixMultiply;
import dev.loupe.tensor.Shape;

/// A fully connected layer: `y = x weight + bias`.
///
/// Input: N, F. Output: N, features. Parameters: `weight` F, features; `bias` features.
///
/// @param features of the output
/// @param bias whether one number a feature is added
/// @param initialisation of the parameters
public record Dense(int features, boolean bias, Initialisation initialisation) implements Layer {
  /// Checks the number of features.
  ///
  /// @throws dev.loupe.tensor.LoupeException if it is below 1
  public Dense {
    Conv.atLeastOne("features", features);
  }

  /// A layer with bias.
  public static Dense of(int features) {
    return new Dense(features, true, Initialisation.DEFAULT);
  }

  /// The same without bias.
  public Dense withoutBias() {
    return new Dense(features, false, initialisation);
  }

  /// The same with parameters that start otherwise.
  public Dense withInitialisation(Initialisation next) {
    return new Dense(features, bias, next);
  }

  @Override
  public Value apply(Scope scope, Value input) {
    if (input.shape().rank() != 2) {
      throw scope
          .error("a dense layer needs one vector for each sample")
          .expected("batch, features")
          .got(input.shape().toString())
          .fix("put Flatten before it");
    }
    Shape shape = Shape.of(input.shape().channels(), features);
    Value w = scope.parameter("weight", shape, Role.WEIGHT, Layout.DENSE, initialisation.weight());
    Value y = scope.apply(MatrixMultiply.PLAIN, input, w);
    return bias ? Conv.addBias(scope, y, initialisation, shape) : y;
  }

  @Override
  public String toString() {
    return "Dense " + features + (bias ? "" : ", no bias");
  }
}
