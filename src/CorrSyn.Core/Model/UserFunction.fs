namespace CorrSyn.Model

open System

/// <summary>An activation that its user wrote in a programming language.</summary>
/// <remarks>Two of them are equal if they are the same object.</remarks>
[<ReferenceEquality>]
type UserFunction =
    {
        /// What it is called in tables and documents.
        Name: string
        /// phi; a pure function, called from several threads at once.
        Function: float -> float
        /// phi' away from kinks, where it is known.
        Derivative: (float -> float) option
        /// Whether phi(-z) = -phi(z), as far as evaluation shows.
        IsOdd: bool
    }

/// Symmetry of functions that are known by their values only.
[<RequireQualifiedAccess>]
module Symmetry =

    /// Eight points an octave from 1e-6 to 1e6, none of them a round number.
    let private points =
        Array.init 320 (fun i -> 1.0147e-6 * Math.Pow(2.0, float i / 8.0))

    /// Whether phi(-z) = sign phi(z) at every point, to rounding.
    let private holds (sign: float) (phi: float -> float) : bool =
        let pairs = points |> Array.map (fun z -> phi z, phi -z)
        let isFinite (a: float, b: float) = Double.IsFinite a && Double.IsFinite b
        let size (a: float, b: float) = Math.Max(Math.Abs a, Math.Abs b)

        let below =
            Array.zip points pairs
            |> Array.filter (fun (z, pair) -> z <= 1.0 && isFinite pair)
            |> Array.fold (fun largest (_, pair) -> Math.Max(largest, size pair)) 0.0

        let next (largest, isSymmetric) (a: float, b: float) =
            let largest = Math.Max(largest, size (a, b))
            largest, isSymmetric && Math.Abs(b - sign * a) <= 1e-14 * largest

        pairs |> Array.exists isFinite
        && pairs |> Array.forall (fun (a, b) -> Double.IsFinite a = Double.IsFinite b)
        && pairs |> Array.filter isFinite |> Array.fold next (below, true) |> snd

    /// <summary>Whether phi(-z) = -phi(z) at 320 points from 1e-6 to 1e6 and at 0, to rounding.</summary>
    /// <remarks>Rounding means 1e-14 of the largest value at a smaller z or below 1. This decides by evaluation: a
    /// function whose even part is smaller than that, or lies between the points or beyond them, counts as odd.
    /// A function that is infinite or undefined at one of a pair of points only is not odd.</remarks>
    let isOdd (phi: float -> float) : bool = phi 0.0 = 0.0 && holds -1.0 phi

    /// <summary>Whether phi(-z) = phi(z) at the same points, to rounding.</summary>
    let isEven (phi: float -> float) : bool = holds 1.0 phi

/// Construction of user functions.
[<RequireQualifiedAccess>]
module UserFunction =

    /// <summary>An activation from a function.</summary>
    /// <param name="name">What to call it; not empty.</param>
    /// <param name="phi">phi, pure and safe to call from several threads.</param>
    /// <param name="derivative">phi', pointwise; without it averages of derivatives are taken by Stein's lemma.</param>
    let create
        (name: string)
        (phi: float -> float)
        (derivative: (float -> float) option)
        : UserFunction =
        {
            Name = name
            Function = phi
            Derivative = derivative
            IsOdd = Symmetry.isOdd phi
        }
