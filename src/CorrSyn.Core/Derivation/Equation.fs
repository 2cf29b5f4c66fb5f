namespace CorrSyn.Derivation

open CorrSyn.Symbolic
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.Certificates

/// <summary>One side of a printed equation, as data that a printer can walk.</summary>
type Expression =
    /// N^power E[product of factors].
    | MomentOf of widthPower: int * factors: DisorderFactor list
    /// E[x^2] - (E x)^2 of one factor.
    | FluctuationOf of DisorderFactor
    /// A quantity one layer up.
    | NextLayer of Quantity
    /// A quantity of the input layer.
    | InputLayer of Quantity
    /// D0.
    | DrivingVarianceSymbol
    /// The variance of the field.
    | FieldVarianceSymbol
    /// rho, the correlation of two synapses.
    | SynapticCorrelationSymbol
    /// sigma, the correlation of two synapses of one postsynaptic neuron.
    | PresynapticCorrelationSymbol
    /// A function of the field, by its symbol.
    | FunctionSymbol of NeuronFunction
    /// What that function is.
    | FunctionDefinition of NeuronFunction
    /// C_ij^2 summed by Price's theorem, times the width ratio.
    | SquaredCovarianceSeries of widthRatio: Polynomial * PriceTerm list
    /// The average over neurons of phi(z_1) phi(z_2) for two inputs, less what does not hold both.
    | ConnectedAverageSymbol
    /// What that is, as a series in the deviations of the inputs.
    | ConnectedAverageSeries of (ReplicaTerm * Polynomial) list
    /// What makes an order parameter leave zero.
    | SourceOf of Quantity
    /// The part of Sigma_1 one layer up that fluctuations of Delta_ii make.
    | CorrectionOfVarianceFluctuations
    /// A part of the correction of order 1/N of N Sigma one layer up, by its index.
    | NextCorrectionPart of latex: string * text: string
    /// A quantity, by its symbol.
    | QuantitySymbol of Quantity
    /// A polynomial with or without an order term.
    | Value of AsymptoticExpansion

/// A numbered equation of docs/theory.
type Equation =
    {
        Id: string
        Name: string
        Left: Expression
        Right: Expression
    }

/// Construction of equations.
[<RequireQualifiedAccess>]
module Equation =

    /// An equation with its number and name.
    let create (id: string) (name: string) (left: Expression) (right: Expression) : Equation =
        {
            Id = id
            Name = name
            Left = left
            Right = right
        }

/// One step of the argument: what it says, its equations, and the check that was run.
type Step =
    {
        Title: string
        Statement: string
        Equations: Equation list
        Check: Certificate
    }
