//! The words of the lecture's old page: pixels in, pixels and a picture out.

use common::demo::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::demo::stage::Place;

/// Number of drawings in `web/kanye/heads`.
const DRAWINGS: u32 = 8;
/// Longest `x` or `y` that is passed on, in bytes.
const LONGEST: usize = 64;

/// A position as an old page gives it. It is passed on to its like to the letter, whatever it is.
#[derive(Debug, Clone, Deserialize)]
pub struct Pixels {
    x: Box<RawValue>,
    y: Box<RawValue>,
}

/// What an old page hears of a head.
#[derive(Debug, Serialize)]
struct Words<'a, X> {
    x: X,
    y: X,
    kanye_id: PersonId,
    kanye_head: &'a str,
}

impl Pixels {
    /// Reads a message of an old page.
    pub fn read(text: &str) -> Option<Self> {
        // To serde a list of two would be an object as well.
        let object = text.trim_start().starts_with('{').then_some(text)?;
        let pixels: Self = serde_json::from_str(object).ok()?;
        let is_short = |value: &RawValue| value.get().len() <= LONGEST;
        (is_short(&pixels.x) && is_short(&pixels.y)).then_some(pixels)
    }

    /// The place on our stage, if both are numbers.
    pub fn place(&self) -> Option<Place> {
        let number = |value: &RawValue| serde_json::from_str::<f64>(value.get()).ok();
        Some(Place::from_pixels(number(&self.x)?, number(&self.y)?))
    }

    /// What the other old pages hear, those that reach this server by `origin`.
    pub fn words(&self, person: PersonId, origin: &str) -> String {
        words(&*self.x, &*self.y, person, origin)
    }
}

/// What old pages hear of a head that one of our pages has moved.
pub(crate) fn words_for(place: Place, person: PersonId, origin: &str) -> String {
    let (x, y) = place.to_pixels();
    words(x, y, person, origin)
}

fn words<X: Serialize>(x: X, y: X, person: PersonId, origin: &str) -> String {
    let drawing = person.0.saturating_sub(1) % DRAWINGS + 1;
    let words = Words {
        x,
        y,
        kanye_id: person,
        kanye_head: &format!("{origin}/heads/{drawing}.svg"),
    };
    common::protocol::encode(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "http://10.0.0.7:8080";

    #[test]
    fn pixels_pass_unchanged_whatever_they_are() {
        for value in [
            "1", "-7.50", "1e400", "null", "\"left\"", "[1, 2]", "0.1000",
        ] {
            let text = format!(r#"{{"y":{value},"more":1,"x":{value}}}"#);
            let heard = Pixels::read(&text).unwrap().words(PersonId(11), ORIGIN);
            let expected = format!(
                r#"{{"x":{value},"y":{value},"kanye_id":11,"kanye_head":"{ORIGIN}/heads/3.svg"}}"#
            );
            assert_eq!(heard, expected);
        }
    }

    #[test]
    fn what_is_no_position_is_none_of_ours() {
        let long = format!(r#"{{"x":1,"y":"{}"}}"#, "y".repeat(LONGEST));
        for text in ["", "hello", "7", "[1,2]", r#"{"x":1}"#, &long] {
            assert!(Pixels::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn only_numbers_mean_a_place_on_our_stage() {
        let place = |text| Pixels::read(text).unwrap().place();
        let middle = Place::from_pixels(640.0, 360.0);
        assert_eq!(place(r#"{"x":640,"y":360.0}"#), Some(middle));
        assert_eq!(place(r#"{"x":"640","y":360}"#), None);
        assert_eq!(place(r#"{"x":null,"y":360}"#), None);
    }
}
