//! Nested values taken apart into columns.
//!
//! After Melnik et al. 2010, *Dremel: Interactive Analysis of Web-Scale Datasets*: each leaf of the schema is a column
//! of its values; with each value go two levels that say how much of its path is there (definition) and which list of
//! its path goes on with it (repetition).

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::ByteArray;
use parquet::schema::types::Type;
use serde_json::Value;

/// A value that its column cannot hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the column {column} cannot hold {value}")]
pub struct Unfit {
    /// The column's name.
    pub column: String,
    /// The value, as JSON.
    pub value: String,
}

/// Rows, taken apart. Rows of one table can be appended to one another.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    columns: Vec<Column>,
}

impl Rows {
    /// The columns, in the order of the schema's leaves.
    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| column.defined.is_empty())
    }

    /// Puts other rows of the same table behind these.
    pub fn append(&mut self, more: Self) {
        if self.columns.is_empty() {
            *self = more;
            return;
        }
        for (column, more) in self.columns.iter_mut().zip(more.columns) {
            column.defined.extend(more.defined);
            column.repeated.extend(more.repeated);
            column.values.append(more.values);
        }
    }
}

/// One leaf of the schema.
#[derive(Clone, Debug)]
pub(super) struct Column {
    values: Values,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl Column {
    pub(super) const fn values(&self) -> &Values {
        &self.values
    }

    pub(super) fn defined(&self) -> &[i16] {
        &self.defined
    }

    pub(super) fn repeated(&self) -> &[i16] {
        &self.repeated
    }
}

/// The values that are there.
#[derive(Clone, Debug)]
pub(super) enum Values {
    Bool(Vec<bool>),
    Int(Vec<i32>),
    Double(Vec<f64>),
    Text(Vec<ByteArray>),
}

impl Values {
    const fn of(physical: Physical) -> Self {
        match physical {
            Physical::BOOLEAN => Self::Bool(Vec::new()),
            Physical::INT32 => Self::Int(Vec::new()),
            Physical::DOUBLE => Self::Double(Vec::new()),
            _ => Self::Text(Vec::new()),
        }
    }

    /// Takes a value, or gives it back where it does not fit.
    fn push(&mut self, value: Value) -> Result<(), Value> {
        match (self, value) {
            (Self::Bool(values), Value::Bool(value)) => values.push(value),
            (Self::Int(values), Value::Number(value)) => {
                let int = value.as_i64().and_then(|value| i32::try_from(value).ok());
                values.push(int.ok_or(Value::Number(value))?);
            }
            (Self::Double(values), Value::Number(value)) => {
                values.push(value.as_f64().ok_or(Value::Number(value))?);
            }
            (Self::Text(values), Value::String(value)) => values.push(value.into_bytes().into()),
            // What is carried through is a string in the table, whatever it was.
            (Self::Text(values), value) => values.push(value.to_string().into_bytes().into()),
            (_, value) => return Err(value),
        }
        Ok(())
    }

    fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Bool(values), Self::Bool(more)) => values.extend(more),
            (Self::Int(values), Self::Int(more)) => values.extend(more),
            (Self::Double(values), Self::Double(more)) => values.extend(more),
            (Self::Text(values), Self::Text(more)) => values.extend(more),
            // Rows of one table have columns of one type.
            _ => {}
        }
    }
}

/// Takes JSON objects apart by the schema. Keys that the schema lacks are left out; an array where the schema has a
/// group is one by place, as the wire form writes a stretch.
pub(super) fn rows(schema: &Type, rows: Vec<Value>) -> Result<Rows, Unfit> {
    let mut columns = Vec::new();
    leaves(schema, &mut columns);
    let mut shredder = Shredder { columns, next: 0 };
    for row in rows {
        shredder.next = 0;
        shredder.fields(schema, Some(row), Level::default())?;
    }
    Ok(Rows { columns: shredder.columns })
}

fn leaves(node: &Type, columns: &mut Vec<Column>) {
    if node.is_primitive() {
        let values = Values::of(node.get_physical_type());
        columns.push(Column { values, defined: Vec::new(), repeated: Vec::new() });
    } else {
        node.get_fields().iter().for_each(|field| leaves(field, columns));
    }
}

/// Where a value stands.
#[derive(Clone, Copy, Default)]
struct Level {
    /// How many optional or repeated nodes of its path are there.
    defined: i16,
    /// Which list of its path goes on with it; 0 starts a row.
    repeated: i16,
    /// How many lists its path has.
    lists: i16,
}

struct Shredder {
    columns: Vec<Column>,
    /// The column of the leaf that comes next.
    next: usize,
}

impl Shredder {
    /// A node with its value.
    fn node(&mut self, node: &Type, value: Option<Value>, level: Level) -> Result<(), Unfit> {
        let value = value.filter(|value| !value.is_null());
        let optional = node.get_basic_info().repetition() != Repetition::REQUIRED;
        let level = Level { defined: level.defined + i16::from(optional && value.is_some()), ..level };
        if node.is_primitive() {
            return self.leaf(node, value, level);
        }
        match value {
            None if optional => {
                self.nothing(node, level);
                Ok(())
            }
            Some(Value::Array(values)) if is_list(node) => self.list(node, values, level),
            value if is_list(node) => Err(unfit(node, &value.unwrap_or_default())),
            value => self.fields(node, value, level),
        }
    }

    /// The fields of a group that is there.
    fn fields(&mut self, group: &Type, value: Option<Value>, level: Level) -> Result<(), Unfit> {
        match value {
            Some(Value::Object(mut values)) => {
                for field in group.get_fields() {
                    self.node(field, values.remove(field.name()), level)?;
                }
            }
            Some(Value::Array(values)) => {
                let mut values = values.into_iter();
                for field in group.get_fields() {
                    self.node(field, values.next(), level)?;
                }
            }
            other => return Err(unfit(group, &other.unwrap_or_default())),
        }
        Ok(())
    }

    fn list(&mut self, list: &Type, values: Vec<Value>, level: Level) -> Result<(), Unfit> {
        let Some(element) = list.get_fields().first().and_then(|repeated| repeated.get_fields().first())
        else {
            return Ok(());
        };
        if values.is_empty() {
            self.nothing(element, level);
            return Ok(());
        }
        let first = self.next;
        let lists = level.lists + 1;
        for (index, value) in values.into_iter().enumerate() {
            self.next = first;
            let repeated = if index == 0 { level.repeated } else { lists };
            self.node(element, Some(value), Level { defined: level.defined + 1, repeated, lists })?;
        }
        Ok(())
    }

    fn leaf(&mut self, leaf: &Type, value: Option<Value>, level: Level) -> Result<(), Unfit> {
        let missing = value.is_none() && leaf.get_basic_info().repetition() == Repetition::REQUIRED;
        if missing {
            return Err(unfit(leaf, &Value::Null));
        }
        let Some(column) = self.columns.get_mut(self.next) else { return Ok(()) };
        self.next += 1;
        column.defined.push(level.defined);
        column.repeated.push(level.repeated);
        match value {
            Some(value) => column.values.push(value).map_err(|value| unfit(leaf, &value)),
            None => Ok(()),
        }
    }

    /// Notes in every column under a node that there is nothing.
    fn nothing(&mut self, node: &Type, level: Level) {
        if node.is_primitive() {
            if let Some(column) = self.columns.get_mut(self.next) {
                column.defined.push(level.defined);
                column.repeated.push(level.repeated);
            }
            self.next += 1;
        } else {
            node.get_fields().iter().for_each(|field| self.nothing(field, level));
        }
    }
}

fn is_list(node: &Type) -> bool {
    node.get_basic_info().logical_type_ref() == Some(&LogicalType::List)
}

fn unfit(node: &Type, value: &Value) -> Unfit {
    let mut value = value.to_string();
    if value.chars().count() > 80 {
        value = value.chars().take(80).chain(['…']).collect();
    }
    Unfit { column: node.name().to_owned(), value }
}
