module.exports = require("../rule.js")(0);
