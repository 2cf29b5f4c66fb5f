(**
# CorrSyn from F#

The core is written for F#: the derivation is data, and one can look at it, vary the premise, and
evaluate what comes out. Build once, then run this script:

```sh
dotnet fsi build.fsx build
dotnet fsi docs/guide/fsharp.fsx
```

The facade `CorrSyn` is for C#, but some things are shortest through it, also from here.
*)

#r "../../src/CorrSyn/bin/Release/net10.0/CorrSyn.Core.dll"
#r "../../src/CorrSyn/bin/Release/net10.0/CorrSyn.Simulation.dll"
#r "../../src/CorrSyn/bin/Release/net10.0/CorrSyn.dll"

open CorrSyn
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Rendering

(**
## Derive

A premise says how weights are drawn. `ScalingDerivation.derive` returns the argument, or the
reason why there is no self-consistent map.
*)

let derivationOf (weights: WeightPremise) : Derivation.ScalingDerivation =
    match ScalingDerivation.derive (Premise.create weights) with
    | Ok derivation -> derivation
    | Error(NoSelfConsistentScaling obstruction) ->
        invalidOp $"{obstruction.Demand.Name} cannot be kept finite."
    | Error(ExponentNotUnique exponents) -> invalidOp $"There are {exponents.Length} exponents."
    | Error(UnsupportedPremise error) -> invalidOp $"{error}"
    | Error(MissingOrderParameter missing) -> invalidOp missing

let gaussian = derivationOf (Columns(GaussianWeights, true))

match gaussian.Exponent with
| Some gamma -> printfn "rho = r N^-gamma with gamma = %s" (Rational.render gamma)
| None -> printfn "nothing is correlated"

(**
## Print the map

Every equation has three printers, `PlainText`, `LaTeX` and `MathML`.
*)

let layerMap =
    gaussian.Steps
    |> List.collect (fun step -> step.Equations)
    |> List.filter (fun equation -> equation.Id.StartsWith "MF")

printfn ""

for equation in layerMap do
    printfn "(%s)  %s" equation.Id (PlainText.renderEquation equation)

(**
## Vary the premise

What if the variance of a weight went as g/N^2? Then the variance of a pre-activation vanishes, and
no correlation can mend that. The derivation says so.
*)

let tooWeak =
    { Premise.create (Columns(GaussianWeights, true)) with
        VarianceExponent = Rational.ofInt 2
    }

printfn ""

match ScalingDerivation.derive tooWeak with
| Error(NoSelfConsistentScaling obstruction) ->
    printfn
        "With weights of variance g/N^2, %s goes as N^%s."
        obstruction.Demand.Name
        (Rational.render obstruction.Exponent)
| Error(ExponentNotUnique _ | UnsupportedPremise _ | MissingOrderParameter _)
| Ok _ -> invalidOp "The premise should have failed."

(**
## Evaluate

D/N by layer at the default parameters, for three ensembles. `MeanField.Evaluate` of the facade
derives the map, looks whether it is closed for this network, and evaluates it.
*)

let dimensions (network: Model.NetworkSpec) : float list =
    [ for layer in MeanField.Evaluate(network).Value.Layers -> layer.Dimension ]

printfn ""
printfn "%-12s %s" "D/N at layer" (String.concat "" [ for layer in 0..6 -> $"%8d{layer}" ])

for name, network in
    [
        "correlated", NetworkModel.Create(weights = "gaussian")
        "independent", NetworkModel.Create(weights = "independent")
        "orthogonal", NetworkModel.Create(weights = "orthogonal")
    ] do
    printfn "%-12s %s" name (String.concat "" [ for d in dimensions network -> $"%8.4f{d}" ])

(**
## Correlations on both sides

Synapses may be correlated over postsynaptic neurons (R) and over presynaptic ones (S), each with a
structure. Then there are two exponents, rho = r N^-gamma and sigma = s N^-delta, and there may be
several choices of them that are self-consistent, each with a map of its own.
*)

let onBothSides =
    { (Premise.create (Columns(GaussianWeights, true))
       |> Premise.withStructures
           (Model.CorrelationStructure.Blocks 2)
           Model.CorrelationStructure.Uniform) with
        Activation = OddActivation
    }

let structured =
    match PremiseDerivation.derive onBothSides with
    | Ok derivation -> derivation
    | Error failure -> invalidOp $"{failure}"

let exponent = Option.map Rational.render >> Option.defaultValue "none"

printfn ""

for map in structured.Maps do
    printfn "gamma = %s, delta = %s" (exponent map.Point.Gamma) (exponent map.Point.Delta)

for step in structured.Steps do
    for equation in step.Equations do
        if List.contains equation.Id [ "MA-6"; "MA-10"; "MA-11"; "MB-6"; "MB-10" ] then
            printfn "(%s)  %s" equation.Id (PlainText.renderEquation equation)

(**
A map is evaluated with numbers for what it depends on. Widths come in as ratios only.
*)

let parameters: Numeric.Recursion.PremiseParameters =
    {
        Gain = 1.0
        PostsynapticCorrelation = 1.0
        PresynapticCorrelation = 2.0
        WidthRatios = [ 1.0; 1.0; 1.0 ]
        BiasVariance = 0.1
        Activation = Model.Activation.Tanh
        Inputs = Model.InputEnsemble.create 2.0 0.5
    }

printfn ""

for map in structured.Maps do
    match
        Numeric.Recursion.MeanField.evaluatePremise
            Numeric.Averages.FieldAverages.defaultSettings
            map
            parameters
    with
    | Ok layers ->
        let dimensions =
            String.concat "" [ for layer in layers -> $"%8.4f{layer.Dimension}" ]

        printfn "%-12s %s" $"gamma = {exponent map.Point.Gamma}" dimensions
    | Error error -> invalidOp $"{error}"

(**
The script prints:

```text
rho = r N^-gamma with gamma = 1/2

(MF-1)  D0 = g K1
(MF-2)  F = sigma_b + g Q
(MF-3)  K1' = <v> + O(N^-1)
(MF-4)  K2' = <v^2> + O(N^-1)
(MF-5)  Q' = <m^2> + O(N^-1)
(MF-6)  N Sigma' = g^2 <kappa^2>^2 (K2 + N Sigma + r^2 K1^2) + O(N^(-1/2))
(MF-7)  m(u) = E_t[phi(u + sqrt(D0) t)]
(MF-8)  v(u) = E_t[phi(u + sqrt(D0) t)^2] - m(u)^2
(MF-9)  kappa(u) = E_t[phi'(u + sqrt(D0) t)]

With weights of variance g/N^2, E Delta_ii goes as N^-1.

D/N at layer        0       1       2       3       4       5       6
correlated     0.6667  0.3020  0.1943  0.1422  0.1115  0.0913  0.0770
independent    0.6667  0.4183  0.3017  0.2337  0.1892  0.1582  0.1353
orthogonal     0.6667  0.6800  0.6745  0.6546  0.6255  0.5924  0.5585

gamma = 1/2, delta = 1
gamma = 1, delta = 1/2
(MA-6)  N Sigma' = g^2 <kappa^2>^2 (K2 + N Sigma + 1/2 r^2 K1^2 + 2 s Y + s^2 X^2) + O(N^(-1/2))
(MA-10)  X = tr(CP) N^(-3/2)
(MA-11)  Y = tr(C^2P) N^-2
(MB-6)  N Sigma' = g^2 <kappa^2>^2 (K2 + N Sigma + s^2 X^2) + O(N^(-1/2))
(MB-10)  X = tr(CP) N^-1

gamma = 1/2    0.6667  0.3548  0.1716  0.1130
gamma = 1      0.6667  0.1670  0.0676  0.0425
```
*)
