namespace CorrSyn.Core.Tests

open System
open FsCheck
open FsCheck.FSharp
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Certificates

/// Exponents of N without gamma, in halves.
type HalfInteger = HalfInteger of Rational

/// A symmetric rational matrix of size 2 or 3, a gain, and a correlation in [0, 1].
type SmallCase = SmallCase of Enumeration.Case

/// Symmetric rational matrices of size 1 or 2: A and R over rows, S and C over columns.
type RationalLayer =
    {
        A: Rational[,]
        R: Rational[,]
        S: Rational[,]
        C: Rational[,]
    }

/// Such a layer, as a test argument.
type SmallLayer = SmallLayer of RationalLayer

/// A network that the four order parameters describe: odd activation, moderate parameters.
type ClosedNetwork = ClosedNetwork of NetworkSpec

/// Arbitraries of the project's own types, for Check.holdsWith.
type Generators =

    static member private OfRange(low: int, high: int) : Gen<int> = Gen.choose (low, high)

    static member private RationalGen: Gen<Rational> =
        Gen.map2 Rational.ofRatio (Gen.choose (-60, 60)) (Gen.choose (1, 12))

    static member Rational() : Arbitrary<Rational> = Arb.fromGen Generators.RationalGen

    static member private HalfGen: Gen<Rational> =
        Gen.choose (-4, 4) |> Gen.map (fun n -> Rational.ofRatio n 2)

    static member HalfInteger() : Arbitrary<HalfInteger> =
        Arb.fromGen (Gen.map HalfInteger Generators.HalfGen)

    static member private QuantityGen: Gen<Quantity> =
        Gen.elements
            [
                Gain
                Correlation
                K1
                K2
                NSigma
                FieldAverage [ MeanDerivative 1; MeanDerivative 1 ]
            ]

    static member private PolynomialGen(exponents: Gen<Exponent>) : Gen<Polynomial> =
        let term =
            gen {
                let! coefficient = Generators.RationalGen
                let! exponent = exponents
                let! count = Gen.choose (0, 3)
                let! quantities = Gen.listOfLength count Generators.QuantityGen

                return
                    quantities
                    |> List.map Polynomial.quantity
                    |> Polynomial.product
                    |> fun product -> product * Polynomial.widthPower exponent
                    |> Polynomial.scale coefficient
            }

        gen {
            let! count = Gen.choose (0, 4)
            let! terms = Gen.listOfLength count term
            return Polynomial.sum terms
        }

    /// Powers of N in halves, gamma in some of them.
    static member Polynomial() : Arbitrary<Polynomial> =
        Gen.map2
            (fun constant gamma ->
                Exponent.constant constant + Exponent.gamma (Rational.ofInt gamma)
            )
            Generators.HalfGen
            (Gen.choose (-2, 2))
        |> Generators.PolynomialGen
        |> Arb.fromGen

    /// Without gamma; with an order term in two of three cases.
    static member Expansion() : Arbitrary<AsymptoticExpansion> =
        gen {
            let! exact = Generators.PolynomialGen(Gen.map Exponent.constant Generators.HalfGen)
            let! order = Generators.HalfGen
            let! hasOrder = Gen.elements [ true; true; false ]
            let expansion = AsymptoticExpansion.exact exact

            return
                if hasOrder then
                    expansion + AsymptoticExpansion.orderTerm order
                else
                    expansion
        }
        |> Arb.fromGen

    static member SmallCase() : Arbitrary<SmallCase> =
        gen {
            let! n = Gen.choose (2, 3)
            let! entries = Gen.listOfLength (n * n) (Gen.choose (-3, 3))
            let! gain = Gen.choose (1, 8)
            let! numerator = Gen.choose (0, 12)
            let entries = Array.ofList entries

            let factor = Array2D.init n n (fun i j -> Rational.ofInt entries[i * n + j])

            let covariance =
                Array2D.init
                    n
                    n
                    (fun i j ->
                        seq { 0 .. n - 1 }
                        |> Seq.map (fun k -> factor[i, k] * factor[j, k])
                        |> Seq.fold (+) Rational.zero
                    )

            return
                SmallCase
                    {
                        Covariance = covariance
                        Gain = Rational.ofRatio gain 3
                        Correlation = Rational.ofRatio numerator 12
                    }
        }
        |> Arb.fromGen

    static member private SymmetricGen(size: int) : Gen<Rational[,]> =
        Gen.map2 Rational.ofRatio (Gen.choose (-4, 4)) (Gen.choose (1, 3))
        |> Gen.listOfLength (size * size)
        |> Gen.map (fun entries ->
            Array2D.init size size (fun i j -> entries[max i j * size + min i j])
        )

    static member SmallLayer() : Arbitrary<SmallLayer> =
        gen {
            let! rowCount = Gen.choose (1, 2)
            let! columnCount = Gen.choose (1, 2)
            let! a = Generators.SymmetricGen rowCount
            let! r = Generators.SymmetricGen rowCount
            let! s = Generators.SymmetricGen columnCount
            let! c = Generators.SymmetricGen columnCount
            return SmallLayer { A = a; R = r; S = s; C = c }
        }
        |> Arb.fromGen

    static member ClosedNetwork() : Arbitrary<ClosedNetwork> =
        let uniform low high =
            Gen.choose (0, 1_000_000)
            |> Gen.map (fun n -> low + (high - low) * float n / 1e6)

        gen {
            let! kind = Gen.choose (0, 3)
            let! r = uniform 0.0 3.0
            let! gain = uniform 0.1 3.0
            let! bias = uniform 0.0 0.5
            let! activation = Gen.elements [ Activation.Tanh; Activation.Erf; Activation.Linear ]
            let! ratio = uniform 0.3 4.0
            let! std = uniform 0.2 1.5
            let! depth = Gen.choose (1, 8)
            let correlation = SynapticCorrelation.create r

            let synapses =
                match kind with
                | 0 -> SynapseEnsemble.Gaussian correlation
                | 1 -> SynapseEnsemble.Binary correlation
                | 2 -> SynapseEnsemble.Independent
                | _ -> SynapseEnsemble.Orthogonal

            let inputs = InputEnsemble.create ratio std

            return ClosedNetwork(NetworkSpec.create synapses gain bias activation inputs depth 200)
        }
        |> Arb.fromGen

/// The project's properties: with the project's arbitraries.
[<RequireQualifiedAccess>]
module Property =

    /// 200 cases of the project's own types.
    let holds (property: 'Testable) : unit =
        Check.holdsWith [ typeof<Generators> ] property

    /// Whether two numbers agree to that relative error.
    let isClose (relative: float) (expected: float) (actual: float) : bool =
        Math.Abs(actual - expected)
        <= relative * Math.Max(Math.Abs expected, Math.Abs actual)
