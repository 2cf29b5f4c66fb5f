namespace CorrSyn.Derivation.Certificates

open CorrSyn.Symbolic

/// Averages over Gaussian weights that are correlated on both sides, by their index sums.
[<RequireQualifiedAccess>]
module internal IndexSums =

    /// The sum of a sequence.
    let total (values: seq<Rational>) = Seq.fold (+) Rational.zero values

    /// A covariance matrix with all entries different, that of no special direction.
    let covarianceAt width =
        Array2D.init
            width
            width
            (fun k l ->
                if k = l then
                    Rational.ofRatio (2 * k + 5) 2
                else
                    Rational.ofRatio ((k + 1) * (l + 1) % 5 - 2) (k + l + 1)
            )

    /// The numbers that stand for rho, sigma and g.
    let rho = Rational.ofRatio 1 3
    let sigma = Rational.ofRatio 2 7
    let gain = Rational.ofRatio 4 5

    /// E Delta_(a1 b1) Delta_(a2 b2), every index sum written out and Wick's theorem for the four weights.
    let average width (structure: Rational[,]) (factors: (int * int) list) =
        let covariance = covarianceAt width

        let pairMean (i, k) (j, l) =
            let post = if i = j then Rational.one else rho
            let pre = if k = l then Rational.one else sigma * structure[k, l]
            gain / Rational.ofInt width * post * pre

        let rec moment weights =
            match weights with
            | [] -> Rational.one
            | first :: rest ->
                rest
                |> List.mapi (fun i other -> pairMean first other * moment (List.removeAt i rest))
                |> total

        let rec sum remaining weights product =
            match remaining with
            | [] -> product * moment weights
            | (a, b) :: rest ->
                total (
                    seq {
                        for k in 0 .. width - 1 do
                            for l in 0 .. width - 1 ->
                                sum rest ((a, k) :: (b, l) :: weights) (product * covariance[k, l])
                    }
                )

        sum factors [] Rational.one
