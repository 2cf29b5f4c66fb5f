namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation

/// <summary>How single networks scatter in one layer: N times covariances over networks, as N grows.</summary>
type LayerScatter =
    {
        Layer: int
        /// N Cov of K1, Q, K2 + N Sigma and the N^(-1/2) W_ab, rows and columns in this order.
        Covariance: float[,]
        /// T3 = tr C^3 / N^(3/2) and T4 = tr C^4 / N^2.
        Cubed: float
        Quartic: float
    }

/// <summary>Evaluates the recursion of covariances over networks.</summary>
[<RequireQualifiedAccess>]
module NetworkScatter =

    let private flat (rows: Polynomial list list) = List.concat rows

    let private slope = CollectiveFluctuations.overlapCoupling

    let private source = Polynomial.quantity Correlation * Polynomial.quantity K1

    /// T3 and T4 one layer up: each is passed on by its power of g <kappa^2>, with the shared direction added.
    let private traces =
        [ 3, CubedCovariance; 4, QuarticCovariance ]
        |> List.map (fun (power, quantity) ->
            Polynomial.pow power slope
            * (Polynomial.quantity quantity + Polynomial.pow power source)
        )

    let private count = NetworkFluctuations.count

    let private equations sharedVariance =
        flat (NetworkFluctuations.jacobian sharedVariance)
        @ flat (NetworkFluctuations.added sharedVariance)
        @ traces

    let private start =
        {
            Layer = 0
            Covariance = Array2D.zeroCreate count count
            Cubed = 0.0
            Quartic = 0.0
        }

    let private next
        settings
        equations
        (spec: NetworkSpec)
        (below: LayerState)
        (scatter: LayerScatter)
        =
        let valueOf quantity =
            if quantity = CubedCovariance then Some scatter.Cubed
            elif quantity = QuarticCovariance then Some scatter.Quartic
            else None

        LayerEquations.evaluate settings spec below valueOf equations
        |> Result.map (fun values ->
            let values = Array.ofList values

            let jacobian = Array2D.init count count (fun i j -> values[count * i + j])

            let passedOn i j =
                Seq.sum (
                    seq {
                        for a in 0 .. count - 1 do
                            for b in 0 .. count - 1 ->
                                jacobian[i, a] * scatter.Covariance[a, b] * jacobian[j, b]
                    }
                )

            {
                Layer = below.Layer + 1
                Covariance =
                    Array2D.init
                        count
                        count
                        (fun i j -> passedOn i j + values[count * count + count * i + j])
                Cubed = values[2 * count * count]
                Quartic = values[2 * count * count + 1]
            }
        )

    /// <summary>The scatter of the input, which is none at this order, and of every layer.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    /// <param name="spec">A network with Gaussian weights; phi is smooth, and odd or r = 0.</param>
    /// <param name="states">The limit of infinite width.</param>
    let evaluate
        settings
        (sharedVariance: Polynomial)
        (spec: NetworkSpec)
        (states: LayerState list)
        : Result<LayerScatter list, SolveError> =
        let equations = equations sharedVariance

        let rec run scatter states collected =
            match states with
            | []
            | [ _ ] -> Ok(List.rev collected)
            | below :: rest ->
                next settings equations spec below scatter
                |> Result.bind (fun scatter -> run scatter rest (scatter :: collected))

        run start states [ start ]
